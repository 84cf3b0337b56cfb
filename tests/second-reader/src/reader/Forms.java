package reader;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** Members of canonical JSON by their forms: "Primitives". Every break is `code`. */
final class Forms {
  static final ZoneOffset SHANGHAI = ZoneOffset.ofHours(8);
  static final String ISSUER = "[0-9A-Z]{18}";
  static final String TYPE = "[0-9A-Z]{21}";
  static final String MSP = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,248}";
  static final String HEX16 = "[0-9a-f]{32}";
  static final String HEX32 = "[0-9a-f]{64}";
  static final String KID = "[0-9a-f]{16}";
  private final Map<?, ?> members;
  private final String code;

  Forms(Object value, String code) {
    if (!(value instanceof Map<?, ?> map)) throw new Refused(code);
    this.members = map;
    this.code = code;
  }

  void check(boolean holds) {
    if (!holds) throw new Refused(code);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Object get(String name) {
    return members.get(name);
  }

  String string(String name) {
    check(members.get(name) instanceof String);
    return (String) members.get(name);
  }

  String match(String name, String pattern) {
    String text = string(name);
    check(text.matches(pattern));
    return text;
  }

  /** A text of names: 1 to 200 code points, no control characters. */
  String text(String name) {
    String text = string(name);
    check(isText(text, 200));
    return text;
  }

  static boolean isText(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    return length >= 1 && length <= longest && text.codePoints().noneMatch(Character::isISOControl);
  }

  long natural(String name) {
    check(members.get(name) instanceof Double);
    double number = (Double) members.get(name);
    check(number >= 0 && number <= 9007199254740991.0 && number == Math.rint(number));
    return (long) number;
  }

  long count(String name) {
    long number = natural(name);
    check(number > 0);
    return number;
  }

  Instant instant(String name) {
    return instant(string(name), code);
  }

  static Instant instant(String text, String code) {
    if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d\\.\\d{3}Z") && !text.contains("T24")) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException error) {
        // refused below
      }
    }
    throw new Refused(code);
  }

  LocalDate day(String name) {
    try {
      return LocalDate.parse(match(name, "\\d{4}-\\d\\d-\\d\\d"));
    } catch (DateTimeParseException error) {
      throw new Refused(code);
    }
  }

  static LocalDate dayOf(Instant instant) {
    return instant.atOffset(SHANGHAI).toLocalDate();
  }

  Forms object(String name) {
    return new Forms(members.get(name), code);
  }

  List<?> list(String name, int least, int most) {
    check(members.get(name) instanceof List<?>);
    List<?> items = (List<?>) members.get(name);
    check(items.size() >= least && items.size() <= most);
    return items;
  }

  /** A sorted list of texts of one form, none twice. */
  @SuppressWarnings("unchecked")
  List<String> sorted(String name, String pattern, int least, int most) {
    List<?> items = list(name, least, most);
    String before = null;
    for (Object item : items) {
      check(item instanceof String text && text.matches(pattern) && (before == null || before.compareTo(text) < 0));
      before = (String) item;
    }
    return (List<String>) items;
  }

  void only(String... names) {
    check(members.keySet().equals(java.util.Set.of(names)));
  }

  Map<?, ?> map() {
    return members;
  }
}
