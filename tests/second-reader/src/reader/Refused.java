package reader;

/** What is not of its form, or does not hold: a code of the documentation, and where there is one its reason. */
final class Refused extends RuntimeException {
  final String code;
  final String reason;

  Refused(String code, String reason) {
    super(reason == null ? code : code + " " + reason, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  Refused(String code) {
    this(code, null);
  }

  static void unless(boolean holds, String code) {
    if (!holds) throw new Refused(code);
  }
}
