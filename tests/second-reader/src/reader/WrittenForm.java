package reader;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** "Holder": the written form of a text, by the numbers of its steps. */
final class WrittenForm {
  private static final String CODE = "HOLDER_INPUT_UNUSABLE";
  private static final Map<Integer, String> CHOSEN = new HashMap<>();

  static {
    choose("\u0387\u16eb\u2022\u2027\u2219\u22c5\u2e31\u2e33\u30fb\uff65\ua78f", "·");
    choose("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-");
    String from = "\u0251\u0261\u00b5\u2015\u2044\u2215\u2236\u223c\u2223\u2217\u2216\u2206\u2211\u220f";
    String to = "agμ—//:~|*\\ΔΣΠ";
    for (int n = 0; n < to.length(); n++) choose(from.substring(n, n + 1), to.substring(n, n + 1));
  }

  private static final String GREEK = "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθλμξπστφψω";
  private static final int[] LATIN = {
    0x41, 0x137, 0x139, 0x17f, 0x1cd, 0x1dc, 0x1f8, 0x1f9, 0x218, 0x21b, 0x1e00, 0x1e9b, 0x1ea0, 0x1ef9
  };
  private static final String NOT_LATIN = "\u0132\u0133\u013f\u0140\u0149\u017f\u1e9a";
  private static final int[] SIGNS = {
    0x21, 0xff, 0x2010, 0x218f, 0x2190, 0x22ff, 0x2460, 0x24ff, 0x25a0, 0x26ff, 0x3001, 0x3020, 0x3200, 0x33ff,
    0xfe30, 0xfe6b, 0xff01, 0xff5e, 0xffe0, 0xffe5
  };
  /** Halfwidth and Fullwidth Forms that are narrow. */
  private static final int[] NARROW = {0xff61, 0xffdc, 0xffe8, 0xffee};
  /** Unified ideographs that a Java of before does not know. */
  private static final int[] LATER = {0x20000, 0x2f7ff, 0x30000, 0x3347f};
  private static final Pattern IGNORABLE =
      Pattern.compile("[\\p{Cf}\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{3164}\\x{ffa0}\\x{fe00}-\\x{fe0f}\\x{e0000}-\\x{e0fff}]");
  private static final Pattern PINYIN = Pattern.compile("[mMnNêÊ][\u0300\u0301\u0304\u030c]");
  private static final Pattern CLUSTER = Pattern.compile("(?s).\\p{M}*");

  private WrittenForm() {}

  private static void choose(String from, String to) {
    from.codePoints().forEach(point -> CHOSEN.put(point, to));
  }

  /** @throws Refused where a text has no written form */
  static String of(String text) {
    StringBuilder form = new StringBuilder();
    CLUSTER.matcher(text).results().forEach(found -> form.append(cluster(found.group())));
    return spaced(chosenByNeighbours(form.toString()));
  }

  private static String cluster(String text) {
    int first = text.codePointAt(0);
    String plain = Character.getType(first) == Character.SPACE_SEPARATOR ? " " : standsFor(first);
    String marks = text.substring(Character.charCount(first));
    Refused.unless(plain.codePoints().allMatch(point -> point == ' ' || mayStand(point)), CODE);
    if (marks.isEmpty()) return plain;
    String letter = nfc(plain + marks);
    boolean isLetter = isOne(letter) && isLatin(letter.codePointAt(0));
    Refused.unless(isLetter || PINYIN.matcher(letter).matches(), CODE);
    return letter;
  }

  private static boolean isOne(String text) {
    return text.codePointCount(0, text.length()) == 1;
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Form.NFC);
  }

  private static boolean isIn(int[] ranges, int point) {
    for (int n = 0; n < ranges.length; n += 2) if (point >= ranges[n] && point <= ranges[n + 1]) return true;
    return false;
  }

  /** Step 1; the character itself where it stands for nothing else, or for what may not stand. */
  private static String standsFor(int point) {
    if (CHOSEN.containsKey(point)) return CHOSEN.get(point);
    String one = Character.toString(point);
    String canonical = nfc(one);
    if (isOne(canonical) && !canonical.equals(one)) return standsFor(canonical.codePointAt(0));
    boolean isMapped =
        (isIn(NARROW, point) && UnicodeScript.of(point) == UnicodeScript.COMMON)
            || one.matches("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
            || (Character.getType(point) == Character.LETTER_NUMBER && UnicodeScript.of(point) == UnicodeScript.LATIN)
            || (point >= 0x2e80 && point <= 0x2fdf);
    String mapped = isMapped ? Normalizer.normalize(one, Form.NFKC) : one;
    return mapped.codePoints().allMatch(WrittenForm::mayStand) ? mapped : one;
  }

  /** An ideograph, 々 or 〇. */
  private static boolean isIdeograph(int point) {
    if (point == 0x3005 || point == 0x3007 || isIn(LATER, point)) return true;
    return UnicodeScript.of(point) == UnicodeScript.HAN
        && Character.isIdeographic(point)
        && Character.getType(point) == Character.OTHER_LETTER
        && Normalizer.isNormalized(Character.toString(point), Form.NFD);
  }

  private static boolean isLatin(int point) {
    boolean isOfScript = UnicodeScript.of(point) == UnicodeScript.LATIN && Character.isLetter(point);
    return isOfScript && isIn(LATIN, point) && NOT_LATIN.indexOf(point) < 0;
  }

  /** Step 2. */
  private static boolean mayStand(int point) {
    String one = Character.toString(point);
    if (CHOSEN.containsKey(point) || IGNORABLE.matcher(one).matches()) return false;
    if (isIdeograph(point) || isLatin(point) || (point >= '0' && point <= '9')) return true;
    UnicodeScript script = UnicodeScript.of(point);
    if (script == UnicodeScript.GREEK) return GREEK.indexOf(point) >= 0;
    boolean isSign = one.matches("[\\p{P}\\p{S}\\p{No}]") && Normalizer.isNormalized(one, Form.NFD);
    return script == UnicodeScript.COMMON && isSign && isIn(SIGNS, point) && !isIn(NARROW, point);
  }

  /** Step 4: both ways, since each 〇 is an ideograph beside the next circle. */
  private static String chosenByNeighbours(String text) {
    int[] points = text.codePoints().toArray();
    for (int n = 0; n < points.length; n++) circle(points, n);
    for (int n = points.length - 1; n >= 0; n--) circle(points, n);
    for (int n = 0; n < points.length; n++) {
      if (points[n] == '\uff0e') points[n] = isIdeograph(beside(points, n, -1)) && isIdeograph(beside(points, n, 1)) ? '·' : '.';
    }
    return new String(points, 0, points.length);
  }

  private static void circle(int[] points, int n) {
    boolean isCircle = points[n] == '○' || points[n] == '◯';
    if (isCircle && (isIdeograph(beside(points, n, -1)) || isIdeograph(beside(points, n, 1)))) points[n] = '〇';
  }

  /** What stands before (-1) or after (1), spaces passed over; 0: nothing. */
  private static int beside(int[] points, int n, int step) {
    int at = n + step;
    while (at >= 0 && at < points.length && points[at] == ' ') at += step;
    return at >= 0 && at < points.length ? points[at] : 0;
  }

  /** Step 5. */
  private static String spaced(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder form = new StringBuilder();
    for (int n = 0; n < points.length; n++) {
      int before = beside(points, n, -1);
      int after = beside(points, n, 1);
      boolean isLeftOut =
          points[n] == ' '
              && (before == 0
                  || after == 0
                  || before == '·'
                  || after == '·'
                  || points[n - 1] == ' '
                  || (isIdeograph(before) && isIdeograph(after)));
      if (!isLeftOut) form.appendCodePoint(points[n]);
    }
    return form.toString();
  }
}
