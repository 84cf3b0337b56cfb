package reader;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** "Mirror's folder": what a window kept, verified again. */
final class Folder {
  private static final String DAMAGED = "STORE_DAMAGED";
  private final Map<String, byte[]> files;
  final Mirror mirror;
  /** What of it cannot be used; null: nothing. */
  String damage;

  Folder(Map<String, byte[]> files, TrustAnchor pinned, Instant now) {
    this.files = files;
    mirror = new Mirror(pinned);
    byte[] state = files.get("state.json");
    if (state == null) return;
    try {
      open(state, now);
    } catch (Refused error) {
      damage(error);
      mirror.checkpoint = null;
    }
  }

  private void damage(Refused error) {
    if (damage == null) damage = DAMAGED + " " + (error.reason == null ? error.code : error.reason);
  }

  private void open(byte[] file, Instant now) {
    Forms state = new Forms(Json.parse(file), "FEED_MALFORMED");
    if (state.natural("v") != 1) throw new Refused("VERSION_UNKNOWN");
    state.only("v", "checkpoint", "received", "lagging");
    mirror.received = state.instant("received");
    Instant clock = now.isBefore(mirror.received) ? mirror.received : now;
    Map<String, Long> ends = new TreeMap<>();
    for (Object item : state.list("lagging", 0, 1_000_000)) {
      Forms log = new Forms(item, "FEED_MALFORMED");
      ends.put(log.string("log") + " " + log.string("id"), log.natural("seq"));
    }
    byte[] kept = files.get(state.string("checkpoint"));
    if (kept == null) throw new Refused("FILE_MISSING");
    Checkpoint checkpoint = new Checkpoint(kept);
    Long of = checkpoint.attestation.peekAnchor();
    for (long n = mirror.pinned.n + 1; of != null && n <= of && files.containsKey("anchors/" + n + ".json"); n++) {
      TrustAnchor before = mirror.last();
      mirror.anchors.add(Sync.successor(files.get("anchors/" + n + ".json"), before, clock, Attestation.At.ATTESTED));
    }
    TrustAnchor last = mirror.last();
    mirror.checkpoint = checkpoint.verify(last, clock, Mirror.SKEW, Attestation.At.ATTESTED);
    for (Checkpoint.Head head : mirror.checkpoint.heads.values()) {
      if (ends.containsKey(head.name())) {
        mirror.lagging.add(head.name());
      } else {
        openLog(head, last);
      }
    }
    files.forEach((name, bytes) -> {
      if (name.startsWith("qr/")) mirror.lists.put(name.substring(3), bytes);
      if (name.startsWith("receipts/")) mirror.receipts.put(name.substring(9), bytes);
      if (name.startsWith("evidence/fork-")) mirror.isEquivocal = true;
    });
    mirror.replay();
    if (mirror.hasNetwork()) last.mustBeOn(mirror.registry);
  }

  private void openLog(Checkpoint.Head head, TrustAnchor anchor) {
    String folder = "logs/" + head.log() + "/" + head.id() + "/";
    Function<Long, String> at = first -> files.keySet().stream()
        .filter(name -> name.matches(java.util.regex.Pattern.quote(folder + first) + "(\\.\\d+)?\\.json"))
        .findFirst().orElse(null);
    try {
      List<LogRecord> log = new ArrayList<>();
      while (log.size() < head.seq()) {
        String name = at.apply(log.size() + 1L);
        if (name == null) throw new Refused("FILE_MISSING");
        for (LogRecord record : new Pages(null, anchor).read(files.get(name), head, log.size() + 1)) {
          if (log.size() < head.seq()) log.add(record);
        }
      }
      Pages.chain(log, head, List.of());
      mirror.logs.put(head.name(), log);
    } catch (Refused error) {
      damage(error);
      mirror.lagging.add(head.name());
    }
  }
}
