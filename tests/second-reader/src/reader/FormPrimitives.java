package reader;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** `forms.json`: what is read of each form, what breaks one rule of it, and what is of later software. */
final class FormPrimitives {
  private static final String INPUT = "FORMS";
  private static final Set<String> LATER = Set.of("VERSION_UNKNOWN", "UPDATE_NEEDED");

  private final TrustAnchor anchor;
  private final Map<String, Consumer<String>> readers =
      Map.ofEntries(
          Map.entry("day", text -> new Forms(Map.of("day", text), INPUT).day("day")),
          Map.entry("day of a second", judged(text -> isYear(Forms.dayOf(Instant.ofEpochSecond(Long.parseLong(text))).getYear()))),
          Map.entry("instant", text -> Forms.instant(text, INPUT)),
          Map.entry("signature in DER", judged(hex -> Attestation.isStrict(Bytes.unhex(hex)))),
          Map.entry("compressed point", judged(hex -> Keys.ofCompressed(Bytes.unhex(hex)) != null)),
          Map.entry("P-256 key", judged(hex -> Keys.read("ES256", Bytes.unhex(hex)) != null)),
          Map.entry("RSA key", judged(hex -> Keys.read("RS256", Bytes.unhex(hex)) != null)),
          Map.entry("inclusion", judged(text -> leads(new Forms(Json.parse(text), INPUT)))),
          Map.entry("JSON", Json::parse),
          Map.entry("canonical JSON", judged(text -> Json.canonical(Json.parse(text)).equals(text))),
          Map.entry("COSE_Sign1", hex -> Cose.read(Bytes.unhex(hex))),
          Map.entry("text of a QR code", QrText::read),
          Map.entry("QR code", hex -> Claims.readAny(Cose.read(Bytes.unhex(hex)).payload())),
          Map.entry("live code", hex -> LiveCode.checkForm(Bytes.unhex(hex))),
          Map.entry("leaf", hex -> leaf((List<?>) Cbor.parse(Bytes.unhex(hex)))),
          Map.entry("receipt", hex -> new Receipt(Bytes.unhex(hex))),
          Map.entry("trust anchor", text -> new TrustAnchor(Json.parse(text))),
          Map.entry("keys of a hall", text -> VerificationReceipt.checkHall(new Forms(Json.parse(text), INPUT))),
          Map.entry("proof of filing", text -> VerificationReceipt.checkProof(new Forms(Json.parse(text), INPUT))),
          Map.entry("record of the network", text -> Registry.checkForm(record(text, "n"))),
          Map.entry("record of a province", text -> Registry.checkForm(record(text, "p"))),
          Map.entry("checkpoint", text -> new Checkpoint(Bytes.utf8(text))),
          Map.entry("audit head", text -> auditHead(new Forms(Json.parse(text), INPUT))),
          Map.entry("entry", this::entry),
          Map.entry("credential", SdJwt::new));

  private FormPrimitives(TrustAnchor anchor) {
    this.anchor = anchor;
  }

  static void run(Primitives to, TrustAnchor anchor) {
    FormPrimitives forms = new FormPrimitives(anchor);
    Forms all = new Forms(to.read("forms.json"), INPUT);
    all.map().forEach((form, unused) -> {
      Consumer<String> read = forms.readers.get(form);
      all.object((String) form).map().forEach((expected, inputs) ->
          new Forms(inputs, INPUT).map().forEach((what, input) ->
              to.add("form " + form + " " + expected + ": " + what, () -> found(read, (String) input).equals(expected))));
    });
  }

  private static String found(Consumer<String> read, String input) {
    try {
      read.accept(input);
      return "accepted";
    } catch (Refused error) {
      return LATER.contains(error.code) ? "later" : "refused";
    } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException error) {
      return "refused";
    }
  }

  private static Consumer<String> judged(Predicate<String> isRight) {
    return input -> Refused.unless(isRight.test(input), INPUT);
  }

  private static boolean leads(Forms one) {
    List<byte[]> path = one.list("path", 0, 64).stream().map(hash -> Bytes.unhex((String) hash)).toList();
    byte[] leaf = Bytes.unhex(one.string("leaf"));
    return Merkle.leads(leaf, one.natural("index"), one.natural("size"), path, Bytes.unhex(one.string("root")));
  }

  private static void leaf(List<?> parts) {
    if (parts.get(0) instanceof Long version && version > 2) throw new Refused("VERSION_UNKNOWN");
    Refused.unless(parts.size() == 3 && parts.get(0).equals(2L), INPUT);
    Receipt.checkLeaf(parts.get(1), parts.get(2));
  }

  /** A record of version 1, from its canonical JSON. */
  private LogRecord record(String text, String log) {
    LogRecord record = chained(text);
    new Forms(record.value(), INPUT).match("log", log);
    return record;
  }

  private LogRecord chained(String text) {
    Object value = Json.parse(text);
    Refused.unless(Json.canonical(value).equals(text), INPUT);
    LogRecord record = LogRecord.of(value, anchor);
    if (!record.isVersion1()) throw new Refused("VERSION_UNKNOWN");
    return record;
  }

  private void entry(String text) {
    LogRecord record = chained(text);
    Registry.checkAbout(record.value());
    Entry entry = new Entry(record.value(), null);
    if (entry.changes != null) new Statuses(entry.issuer).apply(entry.changes, Forms.dayOf(record.time()));
  }

  private static void auditHead(Forms head) {
    if (head.natural("v") > 1) throw new Refused("VERSION_UNKNOWN");
    head.check(head.natural("v") == 1);
    head.match("mspId", Forms.MSP);
    head.match("nonce", Forms.HEX16);
    Attestation.ofJson(head.get("attestation"));
  }

  private static boolean isYear(int year) {
    return year >= 0 && year <= 9999;
  }
}
