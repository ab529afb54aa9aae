// The seam between collecting and judging, for a run whose shards collect and whose merge judges: a
// shard leaves its columns in a sink, the merge takes them from a source.
#pragma once

namespace engine {

class Collector;

class DatapointSink {
  public:
    virtual ~DatapointSink() = default;
    /// Keeps what the collector's sealed slot holds.
    virtual void write(const Collector& collector) = 0;
    /// Something may be told of slots in which no thing was active.
    virtual bool wants_idle_slots() const = 0;
};

class DatapointSource {
  public:
    virtual ~DatapointSource() = default;
    /// Adds what was kept of the collector's open slot. Raises Error when it is damaged.
    virtual void fill(Collector& collector) = 0;
};

/// At most one of the two is there; with neither, what is collected is judged at once.
struct DatapointSeam {
    DatapointSink* sink = nullptr;
    DatapointSource* source = nullptr;
};

}  // namespace engine
