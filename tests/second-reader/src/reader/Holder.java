package reader;

/** "Holder": who stands at the window, compared with whom a certificate names. */
final class Holder {
  private Holder() {}

  static boolean isSameName(String asked, String held) {
    return WrittenForm.of(asked).equals(WrittenForm.of(held));
  }

  private static String number(String text) {
    return WrittenForm.of(text).replace(" ", "").toUpperCase(java.util.Locale.ROOT);
  }

  static boolean isSameNumber(String asked, String held, boolean mayBeMasked) {
    String one = number(asked);
    String other = number(held);
    return one.equals(other) || (mayBeMasked && Identifier.masked(one).equals(other));
  }

  /** The check of what was asked; a held text that is null does not match. */
  static Report.Check check(Forms asked, String name, String number, boolean mayBeMasked) {
    if (!asked.has("name") && !asked.has("number")) return Report.Check.SKIPPED;
    try {
      boolean isName = !asked.has("name") || isSameName(asked.string("name"), name == null ? "" : name);
      boolean isNumber = !asked.has("number") || isSameNumber(asked.string("number"), number == null ? "" : number, mayBeMasked);
      if (isName && isNumber) return Report.Check.PASS;
      if (!isName && !isNumber) return Report.Check.fail("HOLDER_MISMATCH");
      return Report.Check.fail(isName ? "HOLDER_NUMBER_MISMATCH" : "HOLDER_NAME_MISMATCH");
    } catch (Refused error) {
      return Report.Check.unknown("HOLDER_INPUT_UNUSABLE");
    }
  }
}
