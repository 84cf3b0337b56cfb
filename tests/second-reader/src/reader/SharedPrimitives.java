package reader;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** What of `shared/` and `standards/` one reader can judge, case by case. */
final class SharedPrimitives {
  private static final String INPUT = "PRIMITIVES";
  private final Primitives to;

  SharedPrimitives(Primitives to) {
    this.to = to;
  }

  void run() {
    each("canonical-json", one -> Json.canonical(one.get("value")).equals(one.string("canonical")));
    each("public-keys", one -> {
      Forms key = one.object("input");
      byte[] spki = Base64.getDecoder().decode(key.string("spki"));
      return (Keys.read(key.string("alg"), spki) != null) == isOk(one);
    });
    each("changes", SharedPrimitives::changes);
    each("heads-root", one -> {
      // As the ledger keeps them, not yet sorted; all of them ASCII.
      List<String> lines = one.list("input", 0, 1000).stream().map(String.class::cast).sorted().toList();
      return one.string("root").equals(Bytes.hex(Checkpoint.root(lines)));
    });
    each("issuer-codes", one -> Numbers.isCreditCode(one.string("input")) == isOk(one));
    each("ca-certificates", one -> isAuthority(one.string("input")) == isOk(one));
    each("ledger-history", SharedPrimitives::history);
    writtenForms();
    liveCode();
    json();
    numbers();
    windowKeys();
  }

  private static boolean isOk(Forms one) {
    return (Boolean) one.get("ok");
  }

  private void each(String name, Predicate<Forms> isRight) {
    int n = 0;
    for (Object item : (List<?>) to.read("shared/" + name + ".json")) {
      Forms one = new Forms(item, INPUT);
      to.add("shared " + name + " " + n++ + " " + one.get("name"), () -> isRight.test(one));
    }
  }

  private static boolean changes(Forms one) {
    Statuses statuses = new Statuses("11330000MB0000001L");
    boolean holds = true;
    for (Object item : one.list("input", 1, 1000)) {
      Forms entry = new Forms(item, INPUT);
      try {
        statuses.apply(entry.list("changes", 1, 1000), Forms.dayOf(entry.instant("time")));
      } catch (Refused error) {
        holds = false;
      }
    }
    holds &= statuses.harmed.isEmpty();
    if (!holds || !isOk(one)) return holds == isOk(one);
    for (Object item : one.list("on", 0, 1000)) {
      Forms on = new Forms(item, INPUT);
      holds &= statuses.stateOn(on.string("cert"), on.day("day")).equals(on.string("state"));
    }
    return holds;
  }

  /** What the contract wrote, and the registry and statuses that it had then; why a key was revoked is not kept here. */
  private static boolean history(Forms one) {
    Map<?, ?> input = one.object("input").map();
    Forms init = input.entrySet().stream()
        .filter(log -> ((String) log.getKey()).startsWith("n "))
        .map(log -> new Forms(((List<?>) log.getValue()).get(0), INPUT))
        .findAny().orElseThrow();
    Mirror mirror = new Mirror(new TrustAnchor(init.get("anchor")));
    List<String> heads = new ArrayList<>();
    input.forEach((name, values) -> {
      List<LogRecord> log = ((List<?>) values).stream().map(value -> LogRecord.of(value, mirror.pinned)).toList();
      LogRecord last = log.get(log.size() - 1);
      String id = ((String) name).substring(2);
      Pages.chain(log, new Checkpoint.Head(((String) name).substring(0, 1), id, last.seq(), last.hash()), List.of());
      mirror.logs.put((String) name, log);
      heads.add(name + " " + last.seq() + " " + last.hash());
    });
    mirror.replay();
    boolean holds = one.string("heads").equals(Bytes.hex(Checkpoint.root(heads.stream().sorted().toList())));
    holds &= one.count("count") == heads.size() && mirror.registry.unusable.isEmpty() == isOk(one);
    holds &= mirror.registry.issuers.keySet().equals(one.object("registry").map().keySet());
    for (Issuer issuer : mirror.registry.issuers.values()) {
      holds &= isAs(one.object("registry").object(issuer.code), issuer);
    }
    for (Object item : one.list("statuses", 1, 1000)) {
      Forms status = new Forms(item, INPUT);
      Statuses.Held held = mirror.statuses(status.string("issuer")).held.get(status.string("cert"));
      holds &= held.state.equals(status.object("status").string("state"));
    }
    return holds;
  }

  private static boolean isAs(Forms said, Issuer issuer) {
    Forms registered = said.object("issuer");
    boolean holds =
        registered.string("name").equals(issuer.name)
            && registered.string("mspId").equals(issuer.owner)
            && Set.copyOf(registered.list("types", 0, 1000)).equals(issuer.types)
            && Issuer.Version.of(registered.object("under")).equals(issuer.version)
            && registered.has("retired") == issuer.isRetired
            && Objects.equals(registered.get("successor"), issuer.successor);
    List<?> keys = said.list("keys", 0, 1000);
    for (Object item : keys) {
      Forms key = new Forms(item, INPUT);
      Issuer.Key found = issuer.keys.get(key.string("kid"));
      holds &= found != null
          && key.string("use").equals(found.use)
          && key.string("alg").equals(found.alg)
          && Arrays.equals(Bytes.unbase64(key.string("spki")), found.spki)
          && key.has("revoked") == (found.until != null);
      // The version that the revocation names is the one before that which it made.
      if (holds && key.has("revoked")) {
        Issuer.Version under = Issuer.Version.of(key.object("revoked").object("under"));
        holds = under.equals(issuer.versions.get(found.until - 1).version());
      }
    }
    return holds && keys.size() == issuer.keys.size();
  }

  private void liveCode() {
    Forms one = new Forms(to.read("live-code.json"), INPUT);
    to.add("live code", () -> {
      LiveCode.Parts live = LiveCode.read(QrText.read(one.string("text")));
      LiveCode.Said said =
          new LiveCode.Said(
              one.instant("at").getEpochSecond(), one.string("item"), one.string("challenge"), one.string("asker"));
      byte[] key = live.claims().wallet().deviceKey();
      byte[] signed = live.signed(one.string("network"));
      return live.what().equals(said)
          && one.string("deviceKey").equals(Bytes.hex(key))
          && one.string("toBeSigned").equals(Bytes.hex(signed))
          && Keys.verifyLow(Keys.ofCompressed(key), signed, live.signature());
    });
  }

  /** One case holds what no JSON text may, so that a reader refuses the text: it is put in by itself. */
  private void writtenForms() {
    String lone = "\"\\ud800\"";
    String file = to.text("shared/written-form.json");
    to.add("shared written-form, a lone surrogate", () -> file.contains(lone) && Primitives.isRefused(() -> Json.parse(lone)));
    int n = 0;
    for (Object item : (List<?>) Json.parse(file.replace(lone, "null"))) {
      Forms one = new Forms(item, INPUT);
      if (one.get("input") == null) continue;
      to.add("shared written-form " + n++ + " " + one.get("name"), () -> {
        if (!isOk(one)) return Primitives.isRefused(() -> WrittenForm.of(one.string("input")));
        return WrittenForm.of(one.string("input")).equals(one.string("text"));
      });
    }
  }

  private static boolean isAuthority(String der) {
    try {
      return new Certificate(Bytes.unbase64(der)).isAuthorityOfLedger();
    } catch (Refused error) {
      return false;
    }
  }

  private void json() {
    for (String name : List.of("accepted", "refused")) {
      int n = 0;
      for (Object item : standard("json").list(name, 1, 1000)) {
        String text = (String) (item instanceof List<?> pair ? pair.get(0) : item);
        to.add(
            "standards json " + name + " " + n++,
            () -> Primitives.isRefused(() -> Json.parse(text)) == name.equals("refused"));
      }
    }
  }

  private void numbers() {
    Forms numbers = standard("numbers");
    LocalDate today = numbers.day("today");
    eachNumber(numbers, "idNumbers", text -> Numbers.isIdNumber(text, today));
    eachNumber(numbers, "creditCodes", Numbers::isCreditCode);
  }

  private void eachNumber(Forms numbers, String kind, Predicate<String> isRight) {
    for (String name : List.of("accepted", "refused")) {
      for (Object item : numbers.object(kind).list(name, 1, 1000)) {
        String text = (String) ((List<?>) item).get(0);
        to.add("standards " + kind + " " + text, () -> isRight.test(text) == name.equals("accepted"));
      }
    }
  }

  private void windowKeys() {
    Forms keys = standard("window-keys");
    for (String name : List.of("accepted", "refused")) {
      for (Object item : keys.list(name, 1, 1000)) {
        Map<Object, Object> jwk = new HashMap<>(keys.object("key").map());
        jwk.putAll((Map<?, ?>) item);
        to.add("standards window key " + item, () -> (Keys.ofJwk(jwk) != null) == name.equals("accepted"));
      }
    }
  }

  private Forms standard(String name) {
    return new Forms(to.read("standards/" + name + ".json"), INPUT);
  }
}
