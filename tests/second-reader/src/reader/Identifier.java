package reader;

/** The identifier of GB/T 36904, and how a number is masked. */
record Identifier(String type, String issuer, String serial, String version, String check) {
  private static final String FORM =
      "1\\.2\\.156\\.3005\\.2\\.[0-9A-Z]{21}\\.[0-9A-Z]{18}\\.[0-9A-Z]{1,40}\\.[0-9A-Z]{3}\\.[0-9A-Z]";

  /** Null where it has not the form. */
  static Identifier parse(String text) {
    if (!text.matches(FORM)) return null;
    String[] parts = text.split("\\.");
    return new Identifier(parts[5], parts[6], parts[7], parts[8], parts[9]);
  }

  boolean isRight() {
    return isRight(0);
  }

  /** Two implementations count letters from 11. */
  boolean isVariant() {
    return !isRight() && isRight(1);
  }

  /** ISO 7064 MOD 37,36. */
  private boolean isRight(int more) {
    int p = 36;
    for (char c : (type + issuer + serial + version).toCharArray()) {
      int s = (p + value(c, more)) % 36;
      p = 2 * (s == 0 ? 36 : s) % 37;
    }
    return (p + value(check.charAt(0), more)) % 36 == 1;
  }

  private static int value(char c, int more) {
    return c <= '9' ? c - '0' : c - 'A' + 10 + more;
  }

  static String masked(String text) {
    int[] points = text.codePoints().toArray();
    boolean isShort = points.length <= 8;
    StringBuilder out = new StringBuilder();
    for (int n = 0; n < points.length; n++) {
      boolean isShown = isShort ? n == points.length - 1 : n < 3 || n >= points.length - 4;
      out.appendCodePoint(isShown ? points[n] : '*');
    }
    return out.toString();
  }
}
