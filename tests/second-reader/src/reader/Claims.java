package reader;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a QR code says of its certificate; `wallet` is null but in a wallet credential. */
record Claims(
    String issuer, Identifier identifier, Long exp, long nbf, String certId, String holderName, String holderNumber,
    String original, Wallet wallet) {
  /** `items` empty: any. */
  record Wallet(byte[] deviceKey, String helperName, String helperNumber, List<String> items) {
    boolean isDelegation() {
      return helperName != null;
    }
  }

  static final String ITEM = "[0-9A-Za-z][0-9A-Za-z._-]{0,31}";
  /** The first and the last midnight of China's years 0 to 9999. */
  private static final long FIRST = -62_167_248_000L;

  private static final long LAST = 253_402_185_600L;
  private static final Set<Object> NEEDED = Set.of(1L, 2L, 5L, 7L, -65537L);
  private static final String REFUSED = "STRUCTURE_REFUSED";

  private static void need(boolean holds) {
    if (!holds) throw new Refused(REFUSED);
  }

  /** The issuer of claims of a version later than is known, else null. */
  static String issuerOfLater(byte[] payload) {
    try {
      Map<?, ?> claims = (Map<?, ?>) Cbor.parse(payload);
      boolean isLater = (Long) ((List<?>) claims.get(-65537L)).get(0) > 2;
      String issuer = (String) claims.get(1L);
      return isLater && issuer.matches(Forms.ISSUER) ? issuer : null;
    } catch (Refused | ClassCastException | NullPointerException | IndexOutOfBoundsException error) {
      return null;
    }
  }

  /** @throws Refused `UPDATE_NEEDED` for claims of a later version */
  static Claims readAny(byte[] payload) {
    if (issuerOfLater(payload) != null) throw new Refused("UPDATE_NEEDED");
    return read(payload);
  }

  static Claims read(byte[] payload) {
    try {
      Map<?, ?> claims = (Map<?, ?>) Cbor.parse(payload);
      need(claims.size() == (claims.containsKey(4L) ? 6 : 5) && claims.keySet().containsAll(NEEDED));
      String issuer = (String) claims.get(1L);
      need(issuer.matches(Forms.ISSUER));
      String[] rest = ((String) claims.get(2L)).split("\\.", 2);
      Identifier identifier = Identifier.parse("1.2.156.3005.2." + rest[0] + "." + issuer + "." + rest[1]);
      need(identifier != null);
      Long exp = claims.containsKey(4L) ? midnight(claims.get(4L)) : null;
      long nbf = midnight(claims.get(5L));
      List<?> said = (List<?>) claims.get(-65537L);
      text(said.get(1), 100);
      String certId = id(claims.get(7L));
      boolean isWallet = said.get(0).equals(2L);
      need(isWallet || said.get(0).equals(1L));
      String name = text(said.get(2), 200);
      String number = text(said.get(3), 100);
      Wallet wallet = isWallet ? wallet(said) : null;
      need(!isWallet || (exp != null && exp > nbf && exp - nbf <= 30 * 86_400 && !id(said.get(4)).equals(certId)));
      String original = isWallet ? id(said.get(4)) : copied(said);
      return new Claims(issuer, identifier, exp, nbf, certId, name, number, original, wallet);
    } catch (Refused | ClassCastException | NullPointerException | IndexOutOfBoundsException error) {
      throw new Refused(REFUSED);
    }
  }

  private static long midnight(Object value) {
    long time = (Long) value;
    need(Math.floorMod(time + 8 * 3600, 86_400) == 0 && time >= FIRST && time <= LAST);
    return time;
  }

  private static String id(Object value) {
    need(((byte[]) value).length == 16);
    return Bytes.hex((byte[]) value);
  }

  /** At most so many UTF-16 code units. */
  private static String text(Object value, int most) {
    String text = (String) value;
    need(text.length() <= most);
    return text;
  }

  private static String copied(List<?> said) {
    need(said.size() == 4 || said.size() == 5);
    if (said.size() == 4) return null;
    List<?> copy = (List<?>) said.get(4);
    need(copy.size() == 3);
    text(copy.get(1), 200);
    text(copy.get(2), 200);
    return id(copy.get(0));
  }

  private static Wallet wallet(List<?> said) {
    need(said.size() == 7 || said.size() == 8);
    byte[] key = (byte[]) said.get(5);
    need(key.length == 33 && (said.get(6).equals(0L) || said.get(6).equals(1L)));
    if (said.size() == 7) return new Wallet(key, null, null, List.of());
    List<?> helper = (List<?>) said.get(7);
    need(helper.size() >= 2 && helper.size() <= 18);
    List<String> items = helper.subList(2, helper.size()).stream().map(item -> (String) item).toList();
    need(items.stream().allMatch(item -> item.matches(ITEM)));
    return new Wallet(key, text(helper.get(0), 200), text(helper.get(1), 100), items);
  }
}
