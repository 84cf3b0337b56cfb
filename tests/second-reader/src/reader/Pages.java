package reader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The pages of one log, up to an attested head. */
final class Pages {
  /** Bytes of canonical JSON of a page's records; one larger record is a page by itself. */
  private static final int LARGEST = 262_144;

  private static final String START = "0".repeat(64);
  private final Function<String, byte[]> server;
  private final TrustAnchor anchor;

  Pages(Function<String, byte[]> server, TrustAnchor anchor) {
    this.server = server;
    this.anchor = anchor;
  }

  List<LogRecord> fetch(Checkpoint.Head head, List<LogRecord> held) {
    String folder = head.log().equals("n") ? "feed/n/" : "feed/" + head.log() + "/" + head.id() + "/";
    if (held.size() == head.seq()) return held;
    List<LogRecord> log = new ArrayList<>();
    List<LogRecord> before = List.of();
    boolean wasCut = false;
    while (log.size() < head.seq()) {
      byte[] file = server.apply(folder + (log.size() + 1) + ".json");
      if (file == null) throw new Refused("FEED_SHORT");
      if (file.length > 1 << 20) throw new Refused("FEED_TOO_LARGE");
      List<LogRecord> page = read(file, head, log.size() + 1);
      boolean wasOpen = !before.isEmpty() && before.size() < 256 && size(before) + size(page.subList(0, 1)) <= LARGEST;
      wasCut |= wasOpen || (page.size() > 1 && size(page) > LARGEST);
      before = page;
      for (LogRecord record : page) {
        if (log.size() < head.seq()) log.add(record);
      }
    }
    // Two histories are that however their pages are cut.
    if (wasCut) expectOneHistory(log, head, held);
    if (wasCut) throw new Refused("FEED_MISMATCH", "PAGE_CUT_ELSEWHERE");
    chain(log, head, held);
    return log;
  }

  private static int size(List<LogRecord> page) {
    return page.stream().mapToInt(record -> Json.canonicalBytes(record.value()).length).sum();
  }

  List<LogRecord> read(byte[] file, Checkpoint.Head head, long from) {
    String malformed = "FEED_MALFORMED";
    try {
      Forms page = new Forms(Json.parse(file, 1 << 20), malformed);
      if (page.natural("v") != 1) throw new Refused("UPDATE_NEEDED", "VERSION_UNKNOWN");
      boolean isIt = head.log().equals(page.string("log")) && head.id().equals(page.string("id")) && page.count("from") == from;
      if (!isIt) throw new Refused("FEED_MISMATCH", "PAGE_OF_ANOTHER_LOG");
      List<LogRecord> records = new ArrayList<>();
      for (Object item : page.list("records", 1, 256)) {
        LogRecord record = LogRecord.of(item, anchor);
        page.check(record.seq() == from + records.size() && record.log().equals(head.log()) && record.id().equals(head.id()));
        records.add(record);
      }
      return records;
    } catch (Refused error) {
      throw error.reason == null ? new Refused(malformed, error.code) : error;
    }
  }

  /** What is held already stays what it was; what follows it is chained to it. */
  static void chain(List<LogRecord> log, Checkpoint.Head head, List<LogRecord> held) {
    expectOneHistory(log, head, held);
    int end = held.size();
    String prev = START;
    for (int n = 0; n < log.size(); n++) {
      boolean isChanged = n < end && !log.get(n).hash().equals(held.get(n).hash());
      if (isChanged) throw new Refused("FEED_MISMATCH", "RECORD_CHANGED");
      if (!log.get(n).prev().equals(prev)) throw new Refused("FEED_MISMATCH", "RECORD_OUT_OF_CHAIN");
      prev = log.get(n).hash();
    }
    if (!prev.equals(head.hash())) throw new Refused("FEED_MISMATCH", "HEAD_NOT_REACHED");
  }

  private static void expectOneHistory(List<LogRecord> log, Checkpoint.Head head, List<LogRecord> held) {
    int end = held.size();
    boolean isHistory = isChain(log.subList(end, log.size()), head);
    if (end == 0 || !isHistory || log.get(end).prev().equals(held.get(end - 1).hash())) return;
    List<Object> records = new ArrayList<>();
    for (LogRecord record : log.subList(end, log.size())) records.add(record.value());
    throw new Sync.Forked(records);
  }

  private static boolean isChain(List<LogRecord> records, Checkpoint.Head head) {
    for (int n = 1; n < records.size(); n++) {
      if (!records.get(n).prev().equals(records.get(n - 1).hash())) return false;
    }
    return records.get(records.size() - 1).hash().equals(head.hash());
  }
}
