package reader;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/** "Holder": the written form of a text. The documents leave its tables to the cases in `shared/`; so does this. */
final class WrittenForm {
  private static final String CODE = "HOLDER_INPUT_UNUSABLE";
  private static final String IDEOGRAPH = "[\\p{IsHan}\\x{20000}-\\x{3347f}]";
  private static final String NUMERAL = "[〇零一二三四五六七八九十百千]";
  private static final String DOTS = "\u2022\u2027\u30fb\uff65\u0387\u2219\u22c5\u2e31\ua78f";
  private static final String HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d";
  private static final Map<Integer, String> ALONE =
      Map.of(0x2e9f, "母", 0x2ef3, "龟", 0x251, "a", 0x261, "g", 0xb5, "μ");
  /** Letters of pinyin that are no single character. */
  private static final Pattern PINYIN = Pattern.compile("(?:[mM][\u0300\u0304\u030c]|[nN]\u0304|[êÊ][\u0304\u030c])(?!\\p{M})");
  private static final Pattern IGNORABLE =
      Pattern.compile("[\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{3164}\\x{ffa0}\\x{fe00}-\\x{fe0f}\\x{e0000}-\\x{e0fff}]");
  private static final String GREEK_LIKE_LATIN = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνο";
  /** Boxes, radicals, Suzhou numerals, strokes, ligatures. */
  private static final Pattern NEVER =
      Pattern.compile("[\\x{2500}-\\x{257f}\\x{2e80}-\\x{2fdf}\\x{3021}-\\x{3029}\\x{3038}-\\x{303a}\\x{31c0}-\\x{31ef}\\x{fb00}-\\x{fb06}]");

  private WrittenForm() {}

  /** @throws Refused where a text has no written form */
  static String of(String text) {
    Refused.unless(!IGNORABLE.matcher(text).find(), CODE);
    StringBuilder replaced = new StringBuilder();
    text.codePoints().forEach(point -> replaced.append(replaced(point)));
    String form = Normalizer.normalize(replaced, Normalizer.Form.NFC);
    form = form.replaceAll("(?<=" + IDEOGRAPH + ")\uff0e(?=" + IDEOGRAPH + ")", "·").replace('\uff0e', '.');
    form = numerals(form).strip().replaceAll(" +", " ").replaceAll(" ?· ?", "·");
    form = form.replaceAll("(?<=" + IDEOGRAPH + ") (?=" + IDEOGRAPH + ")", "");
    PINYIN.matcher(form).replaceAll("").codePoints().forEach(point -> Refused.unless(mayStand(point), CODE));
    return form;
  }

  private static String replaced(int point) {
    if (Character.getType(point) == Character.SPACE_SEPARATOR) return " ";
    if (DOTS.indexOf(point) >= 0) return "·";
    if (HYPHENS.indexOf(point) >= 0) return "-";
    if (ALONE.containsKey(point)) return ALONE.get(point);
    String one = Character.toString(point);
    boolean isWide = one.matches("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]");
    boolean isKangxi = point >= 0x2f00 && point <= 0x2fd5;
    boolean isRoman = point >= 0x2160 && point <= 0x217f;
    return isWide || isKangxi || isRoman ? Normalizer.normalize(one, Normalizer.Form.NFKC) : one;
  }

  /** Circles beside a numeral are zeros. */
  private static String numerals(String text) {
    String circles = "[○◯]+";
    return Pattern.compile("(?<=" + NUMERAL + ")" + circles + "|" + circles + "(?=" + NUMERAL + ")")
        .matcher(text)
        .replaceAll(found -> "〇".repeat(found.group().length()));
  }

  private static boolean mayStand(int point) {
    String one = Character.toString(point);
    if (NEVER.matcher(one).matches()) return false;
    if (one.matches(IDEOGRAPH)) return true;
    UnicodeScript script = UnicodeScript.of(point);
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK, Character.MODIFIER_LETTER, Character.OTHER_LETTER,
          Character.LETTER_NUMBER -> false;
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER ->
          script == UnicodeScript.GREEK ? GREEK_LIKE_LATIN.indexOf(point) < 0 : script == UnicodeScript.LATIN;
      case Character.DECIMAL_DIGIT_NUMBER -> point <= '9';
      default -> true;
    };
  }
}
