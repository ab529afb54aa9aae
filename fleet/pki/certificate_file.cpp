#include "fleet/pki/certificate_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/pem_blocks.hpp"

namespace fleet {
namespace {

constexpr std::string_view cut_marker = "-----BEGIN CERTIFICATE-----";

/// Where the last certificate of the text begins; npos: none does.
std::size_t place_to_cut(std::string_view text) {
    auto at = text.rfind(cut_marker);
    while (at != std::string_view::npos && at > 0 && !begins_line(text, at))
        at = text.rfind(cut_marker, at - 1);
    return at == 0 ? std::string_view::npos : at;
}

/// Part of the file, and what was read in it.
struct Slice {
    struct Found {
        std::uint64_t offset = 0;
        DerBytes der;
        CertificateView view;
        CertificateId id{};
        std::string error;
    };
    std::string text;
    std::uint64_t offset = 0;  // of the text in the file
    std::vector<std::uint8_t> ders;
    std::vector<Found> found;
};

/// Cuts the file where a certificate begins, so that no block lies in two slices.
class Slices {
  public:
    Slices(const std::filesystem::path& file, std::size_t slice_bytes)
        : file_(file), stream_(file, std::ios::binary), slice_bytes_(slice_bytes) {
        if (!stream_ || std::filesystem::is_directory(file))
            throw Error(
                fmt::format("{}: cannot be read: no such file, or no permission", file_.string()));
    }

    /// False at the end of the file.
    bool next(Slice& slice) {
        slice.offset = offset_;
        slice.text.swap(rest_);
        rest_.clear();
        if (!fill(slice.text)) {
            offset_ += slice.text.size();
            return !slice.text.empty();
        }
        const auto cut = place_to_cut(slice.text);
        // Without a place to cut, a begin marker may still be cut in two by the slice's end.
        const auto kept =
            cut != std::string::npos ? cut : slice.text.size() - (cut_marker.size() - 1);
        rest_.assign(slice.text, kept);
        slice.text.resize(kept);
        offset_ += kept;
        return true;
    }

  private:
    /// Appends one slice; false when the file ended.
    bool fill(std::string& text) {
        const auto before = text.size();
        text.resize(before + slice_bytes_);
        stream_.read(text.data() + before, static_cast<std::streamsize>(slice_bytes_));
        const auto got = static_cast<std::size_t>(stream_.gcount());
        if (stream_.bad()) throw Error(fmt::format("{}: cannot be read", file_.string()));
        text.resize(before + got);
        return got == slice_bytes_;
    }

    std::filesystem::path file_;
    std::ifstream stream_;
    std::size_t slice_bytes_;
    std::string rest_;  // what the next slice begins with
    std::uint64_t offset_ = 0;
};

void read_block(const PemBlock& block, std::span<std::uint8_t> room, const DebianWeakKeys& known,
                Slice::Found& found) {
    if (!block.is_closed) {
        found.error = "the PEM block has no end";
        return;
    }
    const auto size = decode_base64(block.body, room);
    if (!size) {
        found.error = "the PEM block is no base64";
        return;
    }
    found.der = room.first(*size);
    DerFault fault(found.der);
    if (!read_view(found.der, found.view, fault)) {
        found.error = fault.text();
        return;
    }
    judge_key(found.view.key, found.view.modulus, known);
    found.id = sha256(found.der);
}

void read_slice(Slice& slice, const DebianWeakKeys& known) {
    slice.found.clear();
    // Every block decodes to less than its text, so nothing moves while views refer to it.
    slice.ders.resize(slice.text.size() + 3);
    std::size_t used = 0;
    PemBlocks blocks(slice.text, "CERTIFICATE");
    while (const auto block = blocks.next()) {
        auto& found = slice.found.emplace_back();
        found.offset = slice.offset + block->begin;
        read_block(*block, std::span(slice.ders).subspan(used), known, found);
        used += found.der.size();
    }
}

void hand_out(const Slice& slice, CertificateFileCounts& counts,
              const std::function<void(const CertificateInFile&)>& each) {
    for (const auto& found : slice.found) {
        const bool is_read = found.error.empty();
        each({.ordinal = counts.certificates + counts.damaged,
              .offset = found.offset,
              .der = found.der,
              .view = is_read ? &found.view : nullptr,
              .id = found.id,
              .error = found.error});
        ++(is_read ? counts.certificates : counts.damaged);
    }
}

}  // namespace

CertificateFileCounts read_certificate_file(
    const std::filesystem::path& file, const CertificateFileOptions& options,
    const std::function<void(const CertificateInFile&)>& each) {
    require(options.slice_bytes >= 2 * cut_marker.size(), "a slice holds at least a marker");
    Slices slices(file, options.slice_bytes);
    std::vector<Slice> round(std::max(1U, options.threads));
    CertificateFileCounts counts;
    for (bool is_over = false; !is_over;) {
        std::size_t filled = 0;
        while (filled < round.size() && slices.next(round[filled])) ++filled;
        is_over = filled < round.size();
        for_each_share(filled, static_cast<unsigned>(filled),
                       [&](unsigned, std::size_t first, std::size_t last) {
                           for (auto i = first; i < last; ++i)
                               read_slice(round[i], *options.weak_keys);
                       });
        for (std::size_t i = 0; i < filled; ++i) {
            counts.bytes += round[i].text.size();
            hand_out(round[i], counts, each);
        }
    }
    return counts;
}

}  // namespace fleet
