package reader;

import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    writtenForms();
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
