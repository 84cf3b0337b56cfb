package reader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** "Sync": takes in what servers serve. A server is a function from a path to its bytes, or null; it may throw. */
final class Sync {
  private final Mirror mirror;
  private final Instant now;
  private final boolean allLists;
  final List<String> problems = new ArrayList<>();
  String outcome = "failed";

  private Sync(Mirror mirror, Instant now, boolean allLists) {
    this.mirror = mirror;
    this.now = now;
    this.allLists = allLists;
  }

  static Sync run(Mirror mirror, List<Function<String, byte[]>> servers, Instant now, boolean allLists) {
    Sync sync = new Sync(mirror, now, allLists);
    List<Offer> offers = new ArrayList<>();
    for (Function<String, byte[]> server : servers) sync.attempt(() -> offers.add(sync.offer(server)));
    offers.sort(
        Comparator.comparing((Offer offer) -> offer.under().n)
            .thenComparing(offer -> offer.checkpoint.time())
            .reversed());
    for (Offer offer : offers) sync.attempt(() -> sync.take(offer));
    if (!sync.outcome.equals("failed")) {
      for (Offer offer : offers) sync.attempt(() -> sync.renewAnchors(offer.server));
      servers.forEach(sync::fetchLists);
    }
    java.util.Collections.sort(sync.problems);
    return sync;
  }

  private void attempt(Runnable part) {
    try {
      part.run();
    } catch (Refused error) {
      problems.add(error.getMessage());
    }
  }

  /** What a server serves whose checkpoint holds. */
  private record Offer(
      Function<String, byte[]> server, Checkpoint checkpoint, List<TrustAnchor> anchors, Map<Long, byte[]> anchorFiles) {
    TrustAnchor last() {
      return anchors.get(anchors.size() - 1);
    }

    /** The trust anchor that the checkpoint is of. */
    TrustAnchor under() {
      Long wanted = checkpoint.attestation.peekAnchor();
      return anchors.stream().filter(one -> wanted != null && one.n == wanted).findFirst().orElse(last());
    }
  }

  private Offer offer(Function<String, byte[]> server) {
    byte[] file = server.apply("feed/checkpoint.json");
    if (file == null) throw new Refused("FEED_UNREACHABLE");
    Checkpoint served = as("FEED_MALFORMED", () -> new Checkpoint(file));
    try {
      Offer offer = followAnchors(served, server);
      as("CHECKPOINT_REFUSED", () -> served.verify(offer.under(), now, Mirror.SKEW, Attestation.At.CLOCK));
      return offer;
    } catch (Refused error) {
      if (error.code.equals("CHECKPOINT_REFUSED") || error.code.equals("ANCHOR_REFUSED")) seekRival(server);
      throw error;
    }
  }

  /** Another successor of a trust anchor than the one that is held is a second history. */
  private void seekRival(Function<String, byte[]> server) {
    for (int n = 1; n < mirror.anchors.size(); n++) {
      TrustAnchor before = mirror.anchors.get(n - 1);
      TrustAnchor ours = mirror.anchors.get(n);
      byte[] file = server.apply("feed/anchor/" + ours.n + ".json");
      if (file == null) continue;
      TrustAnchor theirs;
      try {
        theirs = successor(file, before, now, Attestation.At.ATTESTED);
      } catch (Refused error) {
        continue;
      }
      if (theirs.fingerprint.equals(ours.fingerprint)) continue;
      mirror.isEquivocal = true;
      Map<String, Object> proof = new TreeMap<>();
      proof.put("ours", Json.parse(mirror.anchorFiles.get(ours.n)));
      proof.put("other", Json.parse(file));
      keep("fork", "anchors", file, proof);
      throw new Refused("LEDGER_EQUIVOCATION");
    }
  }

  /** Trust anchors that are held are taken anew where who attested them counts for less than 30 days more. */
  private void renewAnchors(Function<String, byte[]> server) {
    List<TrustAnchor> anchors = new ArrayList<>(mirror.anchors);
    for (int n = 1; n < anchors.size(); n++) {
      TrustAnchor ours = anchors.get(n);
      if (ours.attestation.isCurrent(now.plus(Duration.ofDays(30)))) continue;
      byte[] file = server.apply("feed/anchor/" + ours.n + ".json");
      if (file == null) continue;
      TrustAnchor theirs;
      try {
        theirs = successor(file, anchors.get(n - 1), now, Attestation.At.CLOCK);
      } catch (Refused error) {
        continue;
      }
      if (!theirs.fingerprint.equals(ours.fingerprint)) seekRival(server);
      anchors.set(n, theirs);
      mirror.anchorFiles.put(ours.n, file);
    }
    mirror.anchors = anchors;
  }

  /** Of a server that serves the state that is held, the logs that lag behind it are filled. */
  private void take(Offer offer) {
    boolean isHeld = !mirror.isEmpty() && isHeld(offer.checkpoint);
    if (offer.under().n < mirror.last().n) throw new Refused("ANCHOR_REFUSED", "ANCHOR_NOT_ON_LEDGER");
    if (isHeld && outcome.equals("failed")) outcome = "current";
    if (isHeld && mirror.lagging.isEmpty()) return;
    Checkpoint wanted = isHeld ? mirror.checkpoint : offer.checkpoint;
    Map<String, List<LogRecord>> logs = new TreeMap<>();
    Set<String> lagging = new HashSet<>();
    List<String> refused = new ArrayList<>();
    for (Checkpoint.Head head : wanted.heads.values()) {
      List<LogRecord> held = mirror.log(head.name());
      try {
        logs.put(head.name(), new Pages(offer.server, offer.last()).fetch(head, held));
      } catch (Forked fork) {
        equivocation(offer.checkpoint, fork.records);
      } catch (Refused error) {
        refused.add(error.getMessage());
        lagging.add(head.name());
        logs.put(head.name(), held);
      }
    }
    problems.addAll(refused);
    boolean isAnyNew = logs.entrySet().stream().anyMatch(log -> log.getValue().size() > mirror.log(log.getKey()).size());
    if (isHeld && !isAnyNew) return;
    if (!isAnyNew && refused.contains("FEED_UNREACHABLE")) throw new Refused("FEED_UNREACHABLE");
    checkLedgerAnchor(wanted, logs, lagging, isHeld ? mirror.last() : offer.last());
    mirror.checkpoint = wanted;
    mirror.received = now;
    mirror.anchors = isHeld ? mirror.anchors : offer.anchors;
    mirror.anchorFiles = isHeld ? mirror.anchorFiles : offer.anchorFiles;
    mirror.logs = logs;
    mirror.lagging = lagging;
    mirror.replay();
    outcome = "updated";
  }

  private static <T> T as(String code, java.util.function.Supplier<T> read) {
    try {
      return read.get();
    } catch (Refused error) {
      throw switch (error.code) {
        case "VERSION_UNKNOWN", "STATEMENT_VERSION" -> new Refused("UPDATE_NEEDED", error.code);
        case "TIME_AHEAD" -> new Refused("CLOCK_BEHIND", error.code);
        default -> new Refused(code, error.code);
      };
    }
  }

  private Offer followAnchors(Checkpoint served, Function<String, byte[]> server) {
    List<TrustAnchor> anchors = new ArrayList<>(mirror.anchors);
    Map<Long, byte[]> files = new TreeMap<>(mirror.anchorFiles);
    Offer offer = new Offer(server, served, anchors, files);
    Long wanted = served.attestation.peekAnchor();
    if (wanted == null) return offer;
    if (wanted < mirror.pinned.n) throw new Refused("CHECKPOINT_OLDER", "ANCHOR_BEFORE_PINNED");
    long held = offer.last().n;
    if (wanted - held > 32) throw new Refused("ANCHOR_REFUSED", "TOO_MANY_ANCHORS");
    for (long n = held + 1; n <= wanted; n++) {
      byte[] file = server.apply("feed/anchor/" + n + ".json");
      if (file == null) throw new Refused("ANCHOR_REFUSED", "ANCHOR_MISSING");
      TrustAnchor before = anchors.get(anchors.size() - 1);
      anchors.add(as("ANCHOR_REFUSED", () -> successor(file, before, now, Attestation.At.CLOCK)));
      files.put(n, file);
    }
    return offer;
  }

  static TrustAnchor successor(byte[] file, TrustAnchor before, Instant now, Attestation.At at) {
    Forms form = new Forms(Json.parse(file), "FEED_MALFORMED");
    if (form.natural("v") != 1) throw new Refused("VERSION_UNKNOWN");
    TrustAnchor next = new TrustAnchor(form.get("anchor"));
    boolean isOfNetwork = next.network.equals(before.network) && next.channel.equals(before.channel);
    Refused.unless(isOfNetwork, "ANCHOR_OF_ANOTHER_NETWORK");
    Refused.unless(next.n == before.n + 1, "ANCHOR_OUT_OF_TURN");
    next.attestation = Attestation.ofJson(form.get("attestation"))
        .verify(
            before,
            new Attestation.Asked(
                "certbridge/anchor/1",
                statement -> {
                  statement.count("n");
                  statement.match("anchor", Forms.HEX32);
                  statement.check(statement.has("previous"));
                },
                statement ->
                    statement.count("n") == next.n
                        && next.fingerprint.equals(statement.get("anchor"))
                        && before.fingerprint.equals(statement.get("previous"))),
            now,
            Mirror.SKEW,
            at);
    return next;
  }

  /** True where the served checkpoint is no newer than the one held, and of the same state. */
  private boolean isHeld(Checkpoint served) {
    boolean isLonger = false;
    boolean isShorter = false;
    Set<String> names = new HashSet<>(served.heads.keySet());
    names.addAll(mirror.checkpoint.heads.keySet());
    for (String name : names) {
      Checkpoint.Head theirs = served.heads.get(name);
      Checkpoint.Head ours = mirror.checkpoint.heads.get(name);
      long their = theirs == null ? 0 : theirs.seq();
      long our = ours == null ? 0 : ours.seq();
      if (their > our) isLonger = true;
      if (their < our) isShorter = true;
      boolean isOther = their == our && !theirs.hash().equals(ours.hash());
      List<LogRecord> log = mirror.log(name);
      if (theirs != null && their <= log.size() && !log.get((int) their - 1).hash().equals(theirs.hash())) isOther = true;
      if (isOther) equivocation(served, null);
    }
    if (isLonger && isShorter) equivocation(served, null);
    if (isShorter) {
      keep("stale", served, null);
      throw new Refused("CHECKPOINT_OLDER");
    }
    return !isLonger && !served.time().isAfter(mirror.checkpoint.time());
  }

  private void equivocation(Checkpoint served, List<Object> records) {
    mirror.isEquivocal = true;
    keep("checkpoints", served, records);
    throw new Refused("LEDGER_EQUIVOCATION");
  }

  private void keep(String what, Checkpoint other, List<Object> records) {
    Map<String, Object> proof = new TreeMap<>();
    proof.put("other", other.json);
    if (records != null) proof.put("records", records);
    keep(what.equals("stale") ? "stale" : "fork", what, Json.canonicalBytes(other.json), proof);
  }

  private void keep(String kind, String what, byte[] served, Map<String, Object> proof) {
    Map<String, Object> file = new TreeMap<>(proof);
    file.put("v", 1);
    file.put("what", what);
    file.put("checkpoint", mirror.checkpoint.json);
    String hash = Bytes.hex(Bytes.sha256(served)).substring(0, 32);
    mirror.evidence.put("evidence/" + kind + "-" + hash + ".json", Json.canonical(file));
  }

  private void checkLedgerAnchor(
      Checkpoint under, Map<String, List<LogRecord>> logs, Set<String> lagging, TrustAnchor last) {
    String network = "n " + mirror.pinned.network;
    if (lagging.contains(network) || !under.heads.containsKey(network)) return;
    last.mustBeOn(new Registry(logs.getOrDefault(network, List.of()), Map.of()));
  }

  private void fetchLists(Function<String, byte[]> server) {
    mirror.logs.forEach((name, log) -> {
      Issuer issuer = name.startsWith("i ") ? mirror.registry.issuers.get(name.substring(2)) : null;
      if (issuer == null) return;
      for (LogRecord record : log) {
        if (!(record.value().get("keys") instanceof List<?> keys)) continue;
        boolean isWanted = allLists || keys.stream().map(issuer.keys::get).anyMatch(key -> key != null && key.until != null);
        if (!isWanted) continue;
        byte[] list = server.apply("feed/i/" + issuer.code + "/qr/" + record.seq());
        boolean isIt = list != null && Bytes.hex(Bytes.sha256(list)).equals(record.value().get("qr"));
        if (isIt) mirror.lists.put(issuer.code + "/" + record.seq(), list);
      }
    });
  }

  /** A server's records that follow none of ours but lead to the attested head. */
  static final class Forked extends RuntimeException {
    final transient List<Object> records;

    Forked(List<Object> records) {
      super(null, null, false, false);
      this.records = records;
    }
  }
}
