// An engine with rules of its own beside another: it hears the same world, which follows the other.
#pragma once

#include "engine/examination.hpp"

namespace engine {

/// Do two engines ask the same of the world?
bool ask_the_same(const Requests& one, const Requests& other);

class SecondOpinion final : public fleet::SliceListener {
  public:
    /// `examination` outlives the object.
    explicit SecondOpinion(Examination& examination) : examination_(examination) {}

    void begin(const fleet::Slice& slice) override { examination_.begin(slice); }
    void expect(unsigned shares) override { examination_.expect(shares); }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        examination_.take(share, part);
    }
    void end() override;

    /// What the other engine asked of the world after the slice that has just ended.
    void hold_against(const Requests& asked);
    /// Did the two ever ask different things of the world? Then this one heard of a world that was
    /// not its own.
    bool has_diverged() const { return has_diverged_; }

  private:
    Examination& examination_;
    Requests requests_;
    bool has_diverged_ = false;
};

}  // namespace engine
