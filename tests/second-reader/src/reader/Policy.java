package reader;

import java.time.Duration;

/** What a window requires. */
record Policy(Duration maxStatusAge, boolean requireStatus, boolean requireTimestamp, boolean requireAnchoring, Duration clockSkew) {
  static Policy of(Object value, boolean isPdf) {
    Forms form = new Forms(value == null ? java.util.Map.of() : value, "POLICY");
    return new Policy(
        duration(form, "maxStatusAge", 86_400_000),
        flag(form, "requireStatus", true),
        flag(form, "requireTimestamp", true),
        flag(form, "requireAnchoring", isPdf),
        duration(form, "clockSkew", 300_000));
  }

  private static Duration duration(Forms form, String name, long usual) {
    return Duration.ofMillis(form.has(name) ? form.natural(name) : usual);
  }

  private static boolean flag(Forms form, String name, boolean usual) {
    return form.has(name) ? (Boolean) form.get(name) : usual;
  }
}
