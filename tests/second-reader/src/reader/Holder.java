package reader;

import java.text.Normalizer;

/** "Holder": written forms, as far as the JDK's Unicode tables tell them. */
final class Holder {
  private Holder() {}

  /** @throws Refused where a text has no written form */
  static String written(String text) {
    StringBuilder out = new StringBuilder();
    String spaced = text.replaceAll("[\\u3000\\u2000-\\u200a\\u00a0\\u202f\\u205f]", " ");
    spaced.codePoints().forEach(point -> {
      if (!mayStand(point)) throw new Refused("HOLDER_INPUT_UNUSABLE");
      out.append(replaced(point));
    });
    return Normalizer.normalize(out.toString(), Normalizer.Form.NFC)
        .strip()
        .replaceAll(" +", " ")
        .replaceAll(" ?· ?", "·")
        .replaceAll("(?<=\\p{IsHan}) (?=\\p{IsHan})", "");
  }

  private static boolean mayStand(int point) {
    int type = Character.getType(point);
    boolean isUnseen =
        type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.PRIVATE_USE
            || type == Character.UNASSIGNED
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    return !isUnseen;
  }

  private static String replaced(int point) {
    if ("\u2022\u2027\u30fb\uff65\u0387\u2219\u22c5\u2e31\ua78f\uff0e".indexOf(point) >= 0) return "·";
    if ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d".indexOf(point) >= 0) return "-";
    String one = Character.toString(point);
    boolean isWide = point >= 0xff01 && point <= 0xff5e;
    boolean isIdeograph = (point >= 0x2f00 && point <= 0x2fd5) || (point >= 0xf900 && point <= 0xfaff) || (point >= 0x2f800 && point <= 0x2fa1f);
    return isWide || isIdeograph ? Normalizer.normalize(one, Normalizer.Form.NFKC) : one;
  }

  static boolean isSameName(String asked, String held) {
    return written(asked).equals(written(held));
  }

  private static String number(String text) {
    return written(text).replace(" ", "").toUpperCase(java.util.Locale.ROOT);
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
