#include "metrics/page.h"

#include <sstream>
#include <string_view>

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace offline::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

/// One family of series after the other; each is written before the next is made.
class Writer {
public:
    void begin(MetricType type, std::string name, std::string help) {
        flush();
        auto& family = family_.front();
        family.name = std::move(name);
        family.help = std::move(help);
        family.type = type;
    }

    ClientMetric& series(Labels labels) {
        auto& added = family_.front().metric.emplace_back();
        added.label = std::move(labels);
        return added;
    }

    void gauge(Labels labels, double value) { series(std::move(labels)).gauge.value = value; }

    void counter(Labels labels, std::uint64_t value) {
        series(std::move(labels)).counter.value = static_cast<double>(value);
    }

    std::string text() {
        flush();
        return std::move(text_).str();
    }

private:
    void flush() {
        if (!family_.front().metric.empty())
            prometheus::TextSerializer().Serialize(text_, family_);
        family_.front().metric.clear();
    }

    std::vector<prometheus::MetricFamily> family_{1};
    std::ostringstream text_;
};

Labels of(const Profile& profile) { return {{"profile", profile.name}}; }

double in_seconds(std::chrono::duration<double> time) { return time.count(); }

void write_standing(Writer& to, const std::vector<Profile>& profiles) {
    to.begin(MetricType::Gauge, "offlined_profile_online",
             "1 while the profile is online, 0 while it is offline.");
    for (const auto& each : profiles)
        to.gauge(of(each), each.state == State::online ? 1 : 0);
    to.begin(MetricType::Gauge, "offlined_profile_reason",
             "1 for the reason of the profile's state; others are left out.");
    for (const auto& each : profiles)
        to.gauge({{"profile", each.name}, {"reason", std::string(word(each.reason))}}, 1);
    to.begin(MetricType::Gauge, "offlined_profile_wished_online",
             "0 while somebody wishes the profile to be offline.");
    for (const auto& each : profiles)
        to.gauge(of(each), each.wish == State::online ? 1 : 0);
    to.begin(MetricType::Gauge, "offlined_profile_state_since_timestamp_seconds",
             "When the state last changed; left out where it has been the same since the daemon began.");
    for (const auto& each : profiles)
        if (each.since)
            to.gauge(of(each), in_seconds(*each.since));
}

void write_counts(Writer& to, const std::vector<Profile>& profiles) {
    to.begin(MetricType::Counter, "offlined_profile_changes_total",
             "Changes of the state, by the new one and its reason.");
    for (const auto& each : profiles)
        for (const auto& [change, times] : each.changes)
            to.counter({{"profile", each.name},
                        {"state", std::string(word(change.first))},
                        {"reason", std::string(word(change.second))}},
                       times);
    to.begin(MetricType::Counter, "offlined_events_suppressed_total",
             "Events of the kernel's that changed nothing for the profile.");
    for (const auto& each : profiles)
        to.counter(of(each), each.suppressed);
    to.begin(MetricType::Gauge, "offlined_laggards",
             "Programs that did not answer in time when the state changed, and are not waited for any more.");
    for (const auto& each : profiles)
        to.gauge(of(each), static_cast<double>(each.laggards));
}

void write_looks(Writer& to, const Looks& looks) {
    to.begin(MetricType::Counter, "offlined_probe_looks_total",
             "Looks at an endpoint, by what they ended in.");
    for (const auto& [url, endpoint] : looks.endpoints())
        for (const auto& [reason, times] : endpoint.looks)
            to.counter({{"endpoint", url}, {"reason", std::string(word(reason))}}, times);
    to.begin(MetricType::Histogram, "offlined_probe_step_seconds",
             "How long the steps of looks took that came off.");
    for (const auto& [url, endpoint] : looks.endpoints())
        for (const auto& [step, took] : endpoint.took)
            to.series({{"endpoint", url}, {"step", std::string(word(step))}}).histogram =
                took.Collect().histogram;
    to.begin(MetricType::Gauge, "offlined_certificate_expiry_timestamp_seconds",
             "Until when the certificate holds that the server showed last.");
    for (const auto& [url, endpoint] : looks.endpoints())
        if (endpoint.certificate_until)
            to.gauge({{"endpoint", url}}, in_seconds(endpoint.certificate_until->time_since_epoch()));
}

} // namespace

std::string page(const std::vector<Profile>& profiles, const Looks& looks, const std::string& version) {
    Writer to;
    to.begin(MetricType::Gauge, "offlined_build_info", "1, with the version of the daemon.");
    to.gauge({{"version", version}}, 1);
    write_standing(to, profiles);
    write_counts(to, profiles);
    write_looks(to, looks);
    return to.text();
}

} // namespace offline::metrics
