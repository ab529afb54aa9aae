#include "fleet/policy_variables.hpp"

#include <gtest/gtest.h>

#include "tests/fleet/policy_cases.hpp"

using namespace fleet;
using namespace fleet::cases;

TEST(PolicyVariables, SubstitutesWhatItKnowsOfTheRequester) {
    expect({
        {{"+iot:Connect client/${iot:ClientId}"}, "iot:Connect", "client/pump-1", allowed},
        {{"+iot:Connect client/${iot:ClientId}"}, "iot:Connect", "client/pump-11", silent},
        {{"+iot:Connect client/${IOT:clientid}"}, "iot:Connect", "client/pump-1", allowed},
        {{"+iot:Publish topic/*/${iot:ClientId}/?"}, "iot:Publish", "topic/x/pump-1/1", allowed},
        {{"+iot:Publish topic/*${iot:ClientId}"}, "iot:Publish", "topic/xpump-1", allowed},
        {{"+iot:Publish topic/*${iot:ClientId}*"}, "iot:Publish", "topic/a/pump-1/b", allowed},
        {{"+iot:Publish topic/${iot:CertificateId}"}, "iot:Publish", "topic/c0ffee", allowed},
        {{"+iot:Publish topic/${aws:SourceIp}"}, "iot:Publish", "topic/10.20.0.1", allowed},
        {{"+iot:Publish topic/${iot:Connection.Thing.ThingName}"},
         "iot:Publish",
         "topic/pump-1",
         allowed},
        {{"+iot:Publish topic/${iot:Connection.Thing.ThingTypeName}"},
         "iot:Publish",
         "topic/pump",
         allowed},
        {{"+iot:Publish topic/${iot:Connection.Thing.Attributes[site]}"},
         "iot:Publish",
         "topic/north",
         allowed},
        {{"+iot:Publish topic/${iot:Connection.Thing.Attributes[Site]}"},
         "iot:Publish",
         "topic/north",
         silent},
        {{"+iot:Publish topic/${iot:Connection.Thing.IsAttached}"},
         "iot:Publish",
         "topic/true",
         allowed},
        {{"+iot:Publish topic/${iot:Certificate.Subject.CommonName}"},
         "iot:Publish",
         "topic/pump-1.example",
         allowed},
        {{"+iot:Publish topic/${iot:Certificate.Issuer.CommonName}"},
         "iot:Publish",
         "topic/plant CA",
         allowed},
        {{"+iot:Publish topic/${iot:Certificate.Subject.OrganizationalUnit}"},
         "iot:Publish",
         "topic/one",
         allowed},
        {{"+iot:Publish topic/${iot:Certificate.Subject.OrganizationalUnit.1}"},
         "iot:Publish",
         "topic/two",
         allowed},
        {{"+iot:Publish topic/${iot:Certificate.Subject.OrganizationalUnit.2}"},
         "iot:Publish",
         "topic/",
         silent},
        {{"+iot:Publish topic/${iot:Certificate.Subject.OrganizationalUnit.List}"},
         "iot:Publish",
         "topic/one",
         silent},
        {{"+iot:Publish topic/a${*}b${?}c${$}"}, "iot:Publish", "topic/a*b?c$", allowed},
        {{"+iot:Publish topic/a${*}b"}, "iot:Publish", "topic/axb", silent},
        {{"+iot:Publish topic/${open"}, "iot:Publish", "topic/${open", allowed},
    });
}

TEST(PolicyVariables, NeverMatchesWithAVariableThatStandsForNothing) {
    expect({
        {{"+iot:Publish topic/${iot:Unknown}"}, "iot:Publish", "topic/${iot:Unknown}", silent},
        {{"+iot:Publish topic/*${iot:Unknown}*"}, "iot:Publish", "topic/a", silent},
        {{"+iot:Publish topic/${iot:Connection.Thing.Attributes[]}"},
         "iot:Publish",
         "topic/",
         silent},
        {{"+iot:Publish topic/${iot:Connection.Thing.Attributes[wild]}"},
         "iot:Publish",
         "topic/a*",
         silent},
        {{"+iot:Publish topic/${iot:Certificate.Subject.Country}"},
         "iot:Publish",
         "topic/ab",
         silent},
        {{"+iot:Publish topic/${iot:Certificate.Subject.Title}"}, "iot:Publish", "topic/", silent},
    });
    for (const char special : std::string_view("*$+?#")) {
        auto requester = pump();
        const std::string id = fmt::format("a{}", special);
        requester.client_id = id;
        expect({{{"+iot:Connect client/${iot:ClientId}"}, "iot:Connect", "client/" + id, silent},
                {{"+iot:Connect client/*"}, "iot:Connect", "client/" + id, allowed}},
               requester);
    }
}

TEST(PolicyVariables, KnowsTheThingOnlyWhenAttachedAndNamedLikeTheClient) {
    const std::vector<Case> thing_is_unknown{
        {{"+iot:Publish topic/${iot:Connection.Thing.ThingName}"},
         "iot:Publish",
         "topic/pump-1",
         silent},
        {{"+iot:Publish topic/${iot:Connection.Thing.Attributes[site]}"},
         "iot:Publish",
         "topic/north",
         silent}};
    auto requester = pump();
    requester.thing_is_attached = false;
    expect(thing_is_unknown, requester);
    requester = pump();
    requester.client_id = "pump-2";
    expect(thing_is_unknown, requester);
}

TEST(PolicyVariables, CountsFiveCertificateValuesOf1024CharactersAndNoMore) {
    DistinguishedName subject;
    for (const char* value : {"a", "b", "c", "d", "e", "f"})
        subject.emplace_back("Organization", value);
    std::string longest;
    for (int i = 0; i < 1024; ++i) longest += "é";
    subject.emplace_back("Title", longest);
    subject.emplace_back("Surname", longest + "x");
    auto requester = pump();
    requester.certificate_subject = &subject;
    const auto long_topic = "topic/" + longest, longer_topic = long_topic + "x";
    expect({{{"+iot:Publish topic/${iot:Certificate.Subject.Organization.4}"},
             "iot:Publish",
             "topic/e",
             allowed},
            {{"+iot:Publish topic/${iot:Certificate.Subject.Organization.5}"},
             "iot:Publish",
             "topic/f",
             silent},
            {{"+iot:Publish topic/${iot:Certificate.Subject.Title}"},
             "iot:Publish",
             long_topic,
             allowed},
            {{"+iot:Publish topic/${iot:Certificate.Subject.Surname}"},
             "iot:Publish",
             longer_topic,
             silent}},
           requester);
}
