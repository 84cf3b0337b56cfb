package reader;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Strict JSON (RFC 8259) and its canonical form (RFC 8785). Values are `Map` (sorted by UTF-16 code
 * units, as the canonical form has them), `List`, `String`, `Double`, `Boolean` and null.
 */
final class Json {
  private static final String MALFORMED = "JSON_MALFORMED";
  private static final String LIMIT = "JSON_LIMIT";
  private static final int LEVELS = 32;
  private static final int VALUES = 1 << 18;
  private final String text;
  private int at = 0;
  private int values = 0;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(byte[] bytes, int limit) {
    if (bytes.length > limit) throw new Refused(LIMIT);
    try {
      return parse(Bytes.utf8(bytes));
    } catch (Refused error) {
      throw error.code.equals(LIMIT) ? error : new Refused(MALFORMED);
    }
  }

  static Object parse(byte[] bytes) {
    return parse(bytes, 4 << 20);
  }

  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) throw new Refused(MALFORMED);
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char peek() {
    if (at >= text.length()) throw new Refused(MALFORMED);
    return text.charAt(at);
  }

  private boolean take(char wanted) {
    space();
    if (peek() != wanted) return false;
    at++;
    return true;
  }

  private void need(char wanted) {
    if (!take(wanted)) throw new Refused(MALFORMED);
  }

  private Object value(int level) {
    if (level > LEVELS || ++values > VALUES) throw new Refused(LIMIT);
    space();
    switch (peek()) {
      case '{':
        return object(level);
      case '[':
        return array(level);
      case '"':
        return string();
      default:
        return word();
    }
  }

  private Map<String, Object> object(int level) {
    Map<String, Object> members = new TreeMap<>();
    need('{');
    if (take('}')) return members;
    do {
      space();
      String name = string();
      need(':');
      if (members.containsKey(name)) throw new Refused(MALFORMED);
      members.put(name, value(level + 1));
    } while (take(','));
    need('}');
    return members;
  }

  private List<Object> array(int level) {
    List<Object> items = new ArrayList<>();
    need('[');
    if (take(']')) return items;
    do items.add(value(level + 1));
    while (take(','));
    need(']');
    return items;
  }

  private String string() {
    if (peek() != '"') throw new Refused(MALFORMED);
    at++;
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < 0x20) throw new Refused(MALFORMED);
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    String made = out.toString();
    if (!hasPairs(made)) throw new Refused(MALFORMED);
    return made;
  }

  private char escaped() {
    char c = peek();
    at++;
    if (c == 'u') {
      if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
        throw new Refused(MALFORMED);
      }
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int known = "\"\\/bfnrt".indexOf(c);
    if (known < 0) throw new Refused(MALFORMED);
    return "\"\\/\b\f\n\r\t".charAt(known);
  }

  /** No surrogate stands alone. */
  static boolean hasPairs(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff);
  }

  private Object word() {
    int start = at;
    while (at < text.length() && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) at++;
    String word = text.substring(start, at);
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        if (!word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) throw new Refused(MALFORMED);
        double number = Double.parseDouble(word);
        if (Double.isInfinite(number)) throw new Refused(MALFORMED);
        return number;
    }
  }

  static byte[] canonicalBytes(Object value) {
    return Bytes.utf8(canonical(value));
  }

  static String canonical(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      String separator = "{";
      if (members.isEmpty()) out.append('{');
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator);
        quote((String) member.getKey(), out);
        out.append(':');
        write(member.getValue(), out);
        separator = ",";
      }
      out.append('}');
    } else if (value instanceof List<?> items) {
      String separator = "[";
      if (items.isEmpty()) out.append('[');
      for (Object item : items) {
        out.append(separator);
        write(item, out);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof String text) {
      quote(text, out);
    } else if (value instanceof Double number) {
      out.append(number(number));
    } else if (value instanceof Long || value instanceof Integer) {
      out.append(number(((Number) value).doubleValue()));
    } else {
      out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      int known = "\"\\\b\f\n\r\t".indexOf(c);
      if (known >= 0) out.append('\\').append("\"\\bfnrt".charAt(known));
      else if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }

  /** ECMAScript's Number::toString; the JDK before 19 may write a digit too many, so the shortest is looked for. */
  private static String number(double value) {
    if (value == 0) return "0";
    BigDecimal shortest = null;
    for (int precision = 1; precision <= 17; precision++) {
      BigDecimal tried = new BigDecimal(value).round(new java.math.MathContext(precision));
      if (tried.doubleValue() == value) {
        shortest = tried.stripTrailingZeros();
        break;
      }
    }
    String digits = shortest.unscaledValue().abs().toString();
    int k = digits.length();
    int n = k - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (k <= n && n <= 21) return sign + digits + "0".repeat(n - k);
    if (0 < n && n <= 21) return sign + digits.substring(0, n) + "." + digits.substring(n);
    if (-6 < n && n <= 0) return sign + "0." + "0".repeat(-n) + digits;
    String exponent = "e" + (n > 0 ? "+" : "-") + Math.abs(n - 1);
    return sign + digits.charAt(0) + (k == 1 ? "" : "." + digits.substring(1)) + exponent;
  }
}
