package reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** "Replay": what the records of network and provinces make. */
final class Registry {
  private static final Set<String> PROVINCE_KINDS = Set.of("issuer", "key", "revoke-key", "retire");
  private static final String REASON = "[a-z][a-z-]{0,63}";
  private static final Set<String> ITEM_KINDS = Set.of("type", "issuer", "succession", "anchor", "feature");
  private static final Set<String> USES =
      Set.of("certificate", "credential", "list", "encrypt", "relying-party", "service");
  private static final String UNUSABLE = "RECORD_UNUSABLE";
  final Map<String, Issuer> issuers = new TreeMap<>();
  final Harms unusable = new Harms();
  final Harms later = new Harms();
  /** By MSP id: its records in order. */
  private final Map<String, List<LogRecord>> provinces;
  private final Set<LogRecord> applied = new HashSet<>();
  private final Map<String, Set<String>> regions = new TreeMap<>();
  TrustAnchor anchor;

  Registry(List<LogRecord> network, Map<String, List<LogRecord>> provinces) {
    this.provinces = new TreeMap<>(provinces);
    for (LogRecord record : network) collectRegions(record);
    for (LogRecord record : network) applyNetwork(record);
    for (List<LogRecord> log : this.provinces.values()) {
      for (LogRecord record : log) if (subject(record) != null) bring(issuer(subject(record)), null);
    }
    this.provinces.forEach((mspId, log) -> log.forEach(record -> harm(mspId, record)));
    issuers.values().removeIf(issuer -> issuer.versions.isEmpty());
  }

  Issuer issuer(String code) {
    return issuers.computeIfAbsent(code, Issuer::new);
  }

  /** Whether a record of version 1 keeps the rules of its kind. @throws Refused `UPDATE_NEEDED` for a later kind */
  static void checkForm(LogRecord record) {
    Forms form = new Forms(record.value(), UNUSABLE);
    String kind = form.string("kind");
    boolean isOfProvince = form.string("log").equals("p");
    if (isOfProvince ? !PROVINCE_KINDS.contains(kind) : !Set.of("init", "decision").contains(kind)) {
      throw new Refused("UPDATE_NEEDED");
    }
    checkAbout(record.value());
    if (kind.equals("init")) new TrustAnchor(form.get("anchor"));
    if (kind.equals("decision")) form.check(isDecision(form));
    if (!isOfProvince) return;
    form.match("mspId", Forms.MSP);
    Issuer issuer = new Issuer(form.match("issuer", Forms.ISSUER));
    Issuer.Version.of(form.object("under"));
    if (kind.equals("issuer")) form.check(isRegistration(record));
    if (kind.equals("key")) addKey(issuer, form);
    if (kind.equals("revoke-key")) {
      form.match("kid", Forms.KID);
      form.match("reason", REASON);
    }
  }

  /** What a record is about, where it says so. */
  static void checkAbout(Map<?, ?> record) {
    if (!record.containsKey("about")) return;
    Forms about = new Forms(record.get("about"), UNUSABLE);
    if (about.has("issuer")) about.match("issuer", Forms.ISSUER);
    if (about.has("province")) about.match("province", Forms.MSP);
    if (about.has("type")) about.match("type", Forms.TYPE);
    if (!about.has("key")) return;
    about.object("key").match("issuer", Forms.ISSUER);
    about.object("key").match("kid", Forms.KID);
  }

  private static boolean isKnown(LogRecord record) {
    return record.isVersion1() && PROVINCE_KINDS.contains(record.value().get("kind"));
  }

  /** The issuer that a province's record is about, whatever its kind; null: none. */
  private static String subject(LogRecord record) {
    return isKnown(record) ? issuerIn(record.value().get("issuer")) : subject(record.value().get("about"));
  }

  private static String subject(Object value) {
    if (!(value instanceof Map<?, ?> about)) return null;
    if (about.containsKey("issuer")) return issuerIn(about.get("issuer"));
    return about.get("key") instanceof Map<?, ?> key ? issuerIn(key.get("issuer")) : null;
  }

  private static String issuerIn(Object value) {
    return value instanceof String code && code.matches(Forms.ISSUER) ? code : null;
  }

  private void collectRegions(LogRecord record) {
    List<Object> anchors = new ArrayList<>();
    anchors.add(record.value().get("anchor"));
    if (record.value().get("items") instanceof List<?> items) {
      for (Object item : items) if (item instanceof Map<?, ?> map) anchors.add(map.get("anchor"));
    }
    for (Object value : anchors) {
      try {
        for (TrustAnchor.Province province : new TrustAnchor(value).provinces.values()) {
          regions.computeIfAbsent(province.mspId(), unused -> new HashSet<>()).add(province.region());
        }
      } catch (Refused error) {
        // no trust anchor
      }
    }
  }

  Set<String> provincesOfRegion(String region) {
    Set<String> found = new HashSet<>();
    regions.forEach((mspId, all) -> {
      if (all.contains(region)) found.add(mspId);
    });
    return found;
  }

  /** Applies the owner's records until `wanted`, or as far as they lead. */
  private boolean bring(Issuer issuer, Issuer.Version wanted) {
    while (!issuer.version.equals(wanted)) {
      if (wanted != null && wanted.n() != issuer.version.n()) return false;
      LogRecord next = next(issuer);
      if (next == null) return false;
      applyProvince(issuer, next);
    }
    return true;
  }

  private LogRecord next(Issuer issuer) {
    for (Map.Entry<String, List<LogRecord>> log : provinces.entrySet()) {
      boolean isOpen = issuer.version.equals(Issuer.Version.NONE);
      boolean mayWrite = isOpen ? isOfRegion(log.getKey(), issuer.code) : log.getKey().equals(issuer.owner);
      if (!mayWrite) continue;
      for (LogRecord record : log.getValue()) {
        if (!issuer.code.equals(subject(record)) || (isOpen && !isRegistration(record))) continue;
        if (record.seq() > issuer.version.p() && issuer.version.equals(under(record.value()))) {
          record.writer().set(log.getKey());
          return record;
        }
      }
    }
    return null;
  }

  private static boolean isRegistration(LogRecord record) {
    if (!isKnown(record) || !"issuer".equals(record.value().get("kind"))) return false;
    try {
      Forms form = new Forms(record.value(), UNUSABLE);
      form.text("name");
      form.sorted("types", Forms.TYPE, 0, 1000);
      return true;
    } catch (Refused error) {
      return false;
    }
  }

  private boolean isOfRegion(String mspId, String code) {
    return code.length() == 18 && regions.getOrDefault(mspId, Set.of()).contains(code.substring(2, 4));
  }

  private static Issuer.Version under(Map<?, ?> value) {
    try {
      return Issuer.Version.of(new Forms(value.get("under"), UNUSABLE));
    } catch (Refused error) {
      return null;
    }
  }

  private void applyProvince(Issuer issuer, LogRecord record) {
    Forms form = new Forms(record.value(), UNUSABLE);
    applied.add(record);
    if (issuer.owner == null) issuer.owner = record.writer().get();
    try {
      if (isKnown(record)) switch (form.string("kind")) {
        case "issuer" -> {
          String name = form.text("name");
          issuer.register(name, form.sorted("types", Forms.TYPE, 0, 1000));
        }
        case "key" -> addKey(issuer, form);
        case "revoke-key" -> {
          Issuer.Key key = issuer.keys.get(form.match("kid", Forms.KID));
          form.match("reason", REASON);
          form.check(key != null && key.until == null);
          key.until = issuer.next();
        }
        default -> issuer.isRetired = true;
      }
    } catch (Refused error) {
      harmOf(record.value());
    }
    issuer.begin(new Issuer.Version(issuer.version.n(), record.seq()));
  }

  private static void addKey(Issuer issuer, Forms form) {
    String kid = form.match("kid", Forms.KID);
    String alg = form.string("alg");
    String use = form.string("use");
    byte[] spki;
    try {
      spki = Bytes.unbase64(form.string("spki"));
    } catch (Refused error) {
      throw new Refused(UNUSABLE);
    }
    java.security.PublicKey key = Keys.read(alg, spki);
    form.check(key != null && USES.contains(use) && (alg.equals("ES256") || use.equals("certificate")));
    form.check(Keys.kid(spki).equals(kid) && !issuer.keys.containsKey(kid));
    issuer.keys.put(kid, new Issuer.Key(kid, alg, use, spki, key, issuer.next()));
  }

  /** A key's record harms its key, any other its issuer. */
  private void harmOf(Map<?, ?> record) {
    String code = String.valueOf(record.get("issuer"));
    boolean isOfKey = "key".equals(record.get("kind")) || "revoke-key".equals(record.get("kind"));
    if (isOfKey && record.get("kid") instanceof String kid) unusable.key(code, kid);
    else unusable.issuer(code);
  }

  private void harm(String mspId, LogRecord record) {
    if (!isKnown(record)) {
      about(record.value().get("about"), mspId);
      return;
    }
    if (applied.contains(record)) return;
    Issuer issuer = issuers.get(String.valueOf(record.value().get("issuer")));
    if (issuer == null) return;
    Issuer.Version under = under(record.value());
    if (mspId.equals(issuer.owner) || (under != null && issuer.wasOwnedAt(under, mspId))) harmOf(record.value());
  }

  /** What a record of later software is about, as far as `mspId` (null: the network) has a say in it. */
  private void about(Object value, String mspId) {
    if (!(value instanceof Map<?, ?> about)) return;
    String scope = mspId == null ? "" : "p " + mspId;
    if (about.get("issuer") instanceof String issuer) later.add(scope, "issuer " + issuer);
    boolean isOwn = mspId == null || mspId.equals(about.get("province"));
    if (about.get("province") instanceof String province && isOwn) later.add("", "province " + province);
    if (mspId == null && about.get("type") instanceof String type) later.add("", "type " + type);
    if (about.get("key") instanceof Map<?, ?> key) later.add(scope, "key " + key.get("issuer") + " " + key.get("kid"));
  }

  private void applyNetwork(LogRecord record) {
    Map<?, ?> value = record.value();
    Object kind = value.get("kind");
    if (!record.isVersion1() || !("init".equals(kind) || "decision".equals(kind))) {
      about(value.get("about"), null);
      pass(subject(value.get("about")), under(value), record.seq());
      return;
    }
    if (kind.equals("init")) {
      if (record.seq() == 1) setAnchor(value);
      return;
    }
    if (!isDecision(new Forms(value, UNUSABLE))) {
      if (issuerIn(value.get("issuer")) != null) unusable.issuer(issuerIn(value.get("issuer")));
      return;
    }
    List<?> items = (List<?>) value.get("items");
    Map<Issuer, Boolean> stands = new HashMap<>();
    for (Object item : items) if (item instanceof Map<?, ?> map && isItem(map)) prepare(map, stands);
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> map)) continue;
      if (!isItem(map)) about(map.get("about"), null);
      else applyItem(map, record.seq(), stands);
    }
  }

  private static boolean isDecision(Forms form) {
    try {
      List<?> items = form.list("items", 1, 100);
      form.match("proposal", "[0-9a-zA-Z-]{1,64}");
      form.sorted("approvedBy", Forms.MSP, 1, 100);
      return items.stream().allMatch(item -> item instanceof Map);
    } catch (Refused error) {
      return false;
    }
  }

  /** A record of later software about an issuer makes a version of it. */
  private void pass(String code, Issuer.Version under, long seq) {
    if (code == null || under == null) return;
    Issuer issuer = issuer(code);
    if (!bring(issuer, under)) unusable.issuer(code);
    else if (issuer.owner != null) own(issuer, issuer.owner, seq);
  }

  private static boolean isItem(Map<?, ?> item) {
    return ITEM_KINDS.contains(item.get("kind"));
  }

  private void setAnchor(Map<?, ?> value) {
    try {
      TrustAnchor next = new TrustAnchor(value.get("anchor"));
      if (anchor == null || next.n == anchor.n + 1) anchor = next;
    } catch (Refused error) {
      // unusable, and harms nothing
    }
  }

  /** Brings every issuer that an item names to the version that it names. */
  private void prepare(Map<?, ?> item, Map<Issuer, Boolean> stands) {
    if ("issuer".equals(item.get("kind"))) stand(item.get("issuer"), item.get("under"), stands);
    if ("succession".equals(item.get("kind")) && item.get("under") instanceof Map<?, ?> under) {
      stand(item.get("from"), under.get("from"), stands);
      stand(item.get("to"), under.get("to"), stands);
    }
    for (String name : List.of("with", "heirs")) {
      if (!(item.get(name) instanceof List<?> more)) continue;
      for (Object one : more) if (one instanceof Map<?, ?> map) stand(map.get("issuer"), map.get("under"), stands);
    }
  }

  private void stand(Object code, Object under, Map<Issuer, Boolean> stands) {
    if (!(code instanceof String text) || !text.matches(Forms.ISSUER)) return;
    Issuer issuer = issuer(text);
    try {
      Issuer.Version wanted = Issuer.Version.of(new Forms(under, UNUSABLE));
      boolean does = bring(issuer, wanted);
      stands.merge(issuer, does, Boolean::logicalAnd);
    } catch (Refused error) {
      stands.put(issuer, false);
    }
  }

  private void applyItem(Map<?, ?> item, long seq, Map<Issuer, Boolean> stands) {
    Forms form = new Forms(item, UNUSABLE);
    switch (form.string("kind")) {
      case "issuer" -> {
        if (!(form.get("issuer") instanceof String code)) return;
        Issuer issuer = issuer(code);
        if (!stands.getOrDefault(issuer, false)) {
          unusable.issuer(code);
          return;
        }
        try {
          String name = form.text("name");
          List<String> types = form.sorted("types", Forms.TYPE, 0, 1000);
          String mspId = form.match("mspId", Forms.MSP);
          issuer.register(name, types);
          own(issuer, mspId, seq);
          bringAlong(form, issuer, mspId, seq, stands);
        } catch (Refused error) {
          unusable.issuer(code);
        }
      }
      case "succession" -> succeed(form, seq, stands);
      case "anchor" -> {
        TrustAnchor before = anchor;
        setAnchor(item);
        if (anchor == before || !(item.get("heirs") instanceof List<?> heirs)) return;
        for (Object one : heirs) {
          Forms heir = new Forms(one, UNUSABLE);
          Issuer issuer = issuer(heir.string("issuer"));
          if (stands.getOrDefault(issuer, false)) own(issuer, heir.string("to"), seq);
          else unusable.issuer(issuer.code);
        }
      }
      default -> {}
    }
  }

  private void succeed(Forms form, long seq, Map<Issuer, Boolean> stands) {
    if (!(form.get("from") instanceof String a) || !(form.get("to") instanceof String b)) return;
    Issuer from = issuer(a);
    Issuer to = issuer(b);
    boolean fromStands = stands.getOrDefault(from, false);
    boolean toStands = stands.getOrDefault(to, false);
    if (!toStands) unusable.issuer(b);
    boolean isTaken = toStands && to.owner != null;
    if (!fromStands || !isTaken || from.owner == null || from.successor != null) {
      unusable.issuer(a);
    } else {
      from.successor = b;
      from.isRetired = false;
      own(from, to.owner, seq);
    }
    if (!isTaken) return;
    bringAlong(form, from, to.owner, seq, stands);
    own(to, to.owner, seq);
  }

  private void bringAlong(Forms form, Issuer mover, String owner, long seq, Map<Issuer, Boolean> stands) {
    if (!(form.get("with") instanceof List<?> with)) return;
    for (Object one : with) {
      Issuer issuer = issuer(new Forms(one, UNUSABLE).string("issuer"));
      if (stands.getOrDefault(issuer, false) && wasMerged(issuer, mover)) own(issuer, owner, seq);
      else unusable.issuer(issuer.code);
    }
  }

  private boolean wasMerged(Issuer issuer, Issuer into) {
    Set<String> seen = new HashSet<>();
    for (Issuer at = issuer; at.successor != null && seen.add(at.code); at = issuer(at.successor)) {
      if (at.successor.equals(into.code)) return true;
    }
    return false;
  }

  private void own(Issuer issuer, String owner, long seq) {
    boolean isSame = Objects.equals(issuer.owner, owner);
    issuer.owner = owner;
    // All items of a decision make one version.
    if (issuer.version.n() == seq) issuer.versions.remove(issuer.versions.size() - 1);
    issuer.begin(new Issuer.Version(seq, isSame ? issuer.version.p() : 0));
  }
}
