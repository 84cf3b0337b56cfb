package reader;

import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** `forms.json`: what is read of each form, and what breaks one rule of it. */
final class FormPrimitives {
  private static final String INPUT = "FORMS";

  private final TrustAnchor anchor;
  private final Map<String, Predicate<String>> readers =
      Map.ofEntries(
          Map.entry("day", text -> isRead(() -> new Forms(Map.of("day", text), INPUT).day("day"))),
          Map.entry("day of a second", text -> isYear(Forms.dayOf(Instant.ofEpochSecond(Long.parseLong(text))).getYear())),
          Map.entry("instant", text -> isRead(() -> Forms.instant(text, INPUT))),
          Map.entry("signature in DER", hex -> Attestation.isStrict(Bytes.unhex(hex))),
          Map.entry("compressed point", hex -> Keys.ofCompressed(Bytes.unhex(hex)) != null),
          Map.entry("JSON", text -> isRead(() -> Json.parse(text))),
          Map.entry("checkpoint", text -> isRead(() -> new Checkpoint(Bytes.utf8(text)))),
          Map.entry("audit head", text -> isRead(() -> auditHead(new Forms(Json.parse(text), INPUT)))),
          Map.entry("entry", text -> isRead(() -> entry(text))),
          Map.entry("COSE_Sign1", hex -> isRead(() -> Cose.read(Bytes.unhex(hex)))),
          Map.entry("credential", text -> isRead(() -> new SdJwt(text))));

  private FormPrimitives(TrustAnchor anchor) {
    this.anchor = anchor;
  }

  static void run(Primitives to, TrustAnchor anchor) {
    FormPrimitives forms = new FormPrimitives(anchor);
    Forms all = new Forms(to.read("forms.json"), INPUT);
    all.map().forEach((form, unused) -> {
      Predicate<String> isRead = forms.readers.get(form);
      Forms one = all.object((String) form);
      one.object("accepted").map().forEach((what, input) ->
          to.add("form " + form + ": " + what, () -> isRead.test((String) input)));
      one.object("refused").map().forEach((what, input) ->
          to.add("form " + form + " refused: " + what, () -> !isRead.test((String) input)));
    });
  }

  private void entry(String text) {
    Object value = Json.parse(text);
    Refused.unless(Json.canonical(value).equals(text), INPUT);
    LogRecord record = LogRecord.of(value, anchor);
    Refused.unless(record.isVersion1(), INPUT);
    Entry entry = new Entry(value, null);
    if (entry.changes != null) new Statuses(entry.issuer).apply(entry.changes, Forms.dayOf(record.time()));
  }

  private static void auditHead(Forms head) {
    head.check(head.natural("v") == 1);
    head.match("mspId", Forms.MSP);
    head.match("nonce", Forms.HEX16);
    Attestation.ofJson(head.get("attestation"));
  }

  private static boolean isYear(int year) {
    return year >= 0 && year <= 9999;
  }

  private static boolean isRead(Runnable read) {
    return !Primitives.isRefused(read);
  }
}
