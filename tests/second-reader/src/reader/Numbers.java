package reader;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Set;

/** Numbers of issuers (GB 32100) and of people (GB 11643), as the ledger and services take them. */
final class Numbers {
  private static final String CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final String CHECKS = "10X98765432";
  /** GB/T 2260: provinces. */
  private static final Set<Integer> PROVINCES =
      Set.of(
          11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
          63, 64, 65, 71, 81, 82);
  /** Residents of Hong Kong, Macao and Taiwan with a residence permit. */
  private static final Set<Integer> RESIDENTS = Set.of(81, 82, 83);

  private Numbers() {}

  /** GB 32100 §4: digits in places 3 to 8, and the check character MOD 31 by weights 3^i. */
  static boolean isCreditCode(String text) {
    if (!text.matches("[" + CREDIT + "]{2}[0-9]{6}[" + CREDIT + "]{10}")) return false;
    int sum = 0;
    int weight = 1;
    for (int n = 0; n < 17; n++, weight = weight * 3 % 31) sum += CREDIT.indexOf(text.charAt(n)) * weight;
    return CREDIT.charAt((31 - sum % 31) % 31) == text.charAt(17);
  }

  /** GB 11643: place, day of birth, and the check character of ISO 7064 MOD 11-2. */
  static boolean isIdNumber(String text, LocalDate today) {
    if (!text.matches("[1-9][0-9]{16}[0-9X]")) return false;
    int sum = 0;
    for (int n = 0; n < 17; n++) sum += (text.charAt(n) - '0') * ((1 << (17 - n)) % 11);
    return CHECKS.charAt(sum % 11) == text.charAt(17) && isPlace(text) && isBorn(text.substring(6, 14), today);
  }

  private static boolean isPlace(String text) {
    int place = Integer.parseInt(text.substring(0, 2));
    // A foreign permanent resident: 9, the province that received, the nationality.
    if (text.startsWith("9")) return PROVINCES.contains(Integer.parseInt(text.substring(1, 3)));
    return PROVINCES.contains(place) || RESIDENTS.contains(place);
  }

  private static boolean isBorn(String day, LocalDate today) {
    try {
      DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
      LocalDate born = LocalDate.parse(day, form);
      return born.getYear() >= 1800 && !born.isAfter(today);
    } catch (DateTimeException error) {
      return false;
    }
  }
}
