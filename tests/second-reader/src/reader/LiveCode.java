package reader;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** "Wallet credential and live code". */
final class LiveCode {
  /** What the device signed; `challenge` and `asker` may be null. */
  record Said(long seconds, String item, String challenge, String asker) {}

  /** Its parts; a device signed `signed`. */
  record Parts(byte[] said, byte[] signature, Cose cose, Claims claims) {
    Said what() {
      return LiveCode.said(said);
    }

    byte[] signed(String network) {
      byte[] external =
          Bytes.join(Bytes.ascii("certbridge/live/1"), Bytes.unhex(network), Bytes.sha256(cose.all()));
      return Cose.structure(HEADER, external, said);
    }
  }

  private static final byte[] HEADER = Bytes.unhex("a10126");
  private static final String SHOWING = "showing";
  /** The last second of the year 9999. */
  private static final long LAST = 253_402_300_799L;
  private final Window window;
  private final Said said;
  private final Claims.Wallet wallet;

  private LiveCode(Window window, Said said, Claims.Wallet wallet) {
    this.window = window;
    this.said = said;
    this.wallet = wallet;
  }

  static Report verify(byte[] bytes, Window window) {
    try {
      List<?> parts = checkForm(bytes);
      Cose cose = cose(parts);
      String issuer = Claims.issuerOfLater(cose.payload());
      if (issuer != null) return Report.ofCertificate(QrCode.ofLater(cose, issuer, window));
      Parts live = read(parts);
      return new LiveCode(window, live.what(), live.claims.wallet()).judge(live);
    } catch (Refused error) {
      boolean isLater = error.code.equals("UPDATE_NEEDED");
      return Report.ofCertificate(isLater ? Report.Check.unknown(error.code) : Report.Check.fail("STRUCTURE_REFUSED"));
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException error) {
      return Report.ofCertificate(Report.Check.fail("STRUCTURE_REFUSED"));
    }
  }

  /** Its parts, of which the last says how the others are read. @throws Refused `UPDATE_NEEDED` for a later version */
  static List<?> checkForm(byte[] bytes) {
    List<?> parts = parts(bytes);
    if (parts.get(3) instanceof Long version && version > 1) throw new Refused("UPDATE_NEEDED");
    cose(parts);
    said((byte[]) parts.get(0));
    return parts;
  }

  private static List<?> parts(byte[] bytes) {
    if (!(Cbor.parse(bytes) instanceof Cbor.Tag tag) || tag.number() != 20) throw new Refused("STRUCTURE_REFUSED");
    return (List<?>) tag.value();
  }

  static Parts read(byte[] bytes) {
    return read(parts(bytes));
  }

  private static Cose cose(List<?> parts) {
    if (parts.size() != 4 || !parts.get(3).equals(1L)) throw new Refused("STRUCTURE_REFUSED");
    byte[] signature = (byte[]) parts.get(1);
    if (signature.length != 64 || !Keys.isLow(signature)) throw new Refused("STRUCTURE_REFUSED");
    byte[] kept = (byte[]) parts.get(2);
    return Cose.read(kept.length > 0 && kept[0] == 0x78 ? Bytes.inflate(kept, 4096) : kept);
  }

  private static Parts read(List<?> parts) {
    Cose cose = cose(parts);
    Claims claims = Claims.read(cose.payload());
    if (claims.wallet() == null) throw new Refused("STRUCTURE_REFUSED");
    return new Parts((byte[]) parts.get(0), (byte[]) parts.get(1), cose, claims);
  }

  private static Said said(byte[] bytes) {
    List<?> said = (List<?>) Cbor.parse(bytes);
    String challenge = null;
    String asker = null;
    int at = 2;
    if (said.size() > at && said.get(at) instanceof String text) {
      challenge = text;
      at++;
    }
    if (challenge != null && said.size() > at && said.get(at) instanceof byte[] kid) {
      asker = Bytes.hex(kid);
      at++;
    }
    boolean isRight =
        said.size() == at
            && ((String) said.get(1)).matches(Claims.ITEM)
            && (Long) said.get(0) >= 0
            && (Long) said.get(0) <= LAST
            && (challenge == null || challenge.matches("[0-9]{4}"))
            && (asker == null || asker.length() == 16);
    if (!isRight) throw new Refused("STRUCTURE_REFUSED");
    return new Said((Long) said.get(0), (String) said.get(1), challenge, asker);
  }

  /** A wallet credential by itself. */
  static Report bare(Cose cose, Claims claims, Window window) {
    Report report = judged(cose, claims, window);
    if (report.checks.get("integrity").passes()) report.checks.put(SHOWING, Report.Check.fail("NOT_SHOWN_LIVE"));
    return report;
  }

  private static Report judged(Cose cose, Claims claims, Window window) {
    Report report = QrCode.judge(cose, claims, window);
    String own = window.recorded(claims.issuer(), claims.certId());
    String original = window.recorded(claims.issuer(), claims.original());
    if (!report.checks.get("integrity").passes()) return report;
    if (original != null) report.checks.put("status", Report.Check.fail(original));
    else if (own != null) report.checks.put("status", Report.Check.fail("WALLET_NOT_VALID"));
    if (report.checks.get("validity").code().equals("EXPIRED")) {
      report.checks.put("validity", Report.Check.fail("WALLET_NOT_VALID"));
    }
    return report;
  }

  private Report judge(Parts live) {
    Report report = judged(live.cose, live.claims, window);
    if (!report.checks.get("integrity").passes()) return report;
    PublicKey key = Keys.ofCompressed(wallet.deviceKey());
    if (key == null || !Keys.verifyLow(key, live.signed(window.pinned.network), live.signature)) {
      report.checks.put("holder", Report.Check.SKIPPED);
      report.checks.put(SHOWING, Report.Check.fail("SIGNATURE_INVALID"));
      return report;
    }
    if (report.checks.get("holder").equals(Report.Check.SKIPPED)) {
      report.checks.put("holder", Report.Check.unknown("HOLDER_NEEDED"));
    }
    report.checks.put(SHOWING, showing());
    String name = Bytes.hex(wallet.deviceKey()) + " " + said.seconds;
    if (report.verdict().equals("valid")) window.taken.putIfAbsent(name, window.now);
    return report;
  }

  private Report.Check showing() {
    Forms asked = new Forms(window.asked.has("showing") ? window.asked.get("showing") : java.util.Map.of(), "ASKED");
    List<Report.Check> checks = List.of(item(asked), challenge(asked), time(asked));
    for (String outcome : List.of("fail", "unknown")) {
      for (Report.Check check : checks) if (check.outcome().equals(outcome)) return check;
    }
    Instant before = window.taken.get(Bytes.hex(wallet.deviceKey()) + " " + said.seconds);
    boolean isUsed = before != null && window.now.isAfter(before.plusSeconds(10));
    return isUsed ? Report.Check.fail("LIVE_CODE_USED") : Report.Check.PASS;
  }

  private Report.Check item(Forms asked) {
    boolean isOutside = !wallet.items().isEmpty() && !wallet.items().contains(said.item);
    if (isOutside) return Report.Check.fail("LIVE_CODE_ITEM");
    if (!asked.has("item")) return Report.Check.unknown("ITEM_NEEDED");
    return asked.string("item").equals(said.item) ? Report.Check.PASS : Report.Check.fail("LIVE_CODE_ITEM");
  }

  private Report.Check challenge(Forms asked) {
    if (said.challenge == null) {
      return asked.has("challenge") ? Report.Check.unknown("CHALLENGE_NEEDED") : Report.Check.PASS;
    }
    boolean isOurs =
        said.challenge.equals(asked.get("challenge")) && (said.asker == null || said.asker.equals(asked.get("asker")));
    return isOurs ? Report.Check.PASS : Report.Check.fail("LIVE_CODE_CHALLENGE");
  }

  private Report.Check time(Forms asked) {
    if (said.challenge != null || asked.has("challenge")) return Report.Check.PASS;
    Duration age = Duration.between(Instant.ofEpochSecond(said.seconds), window.now);
    boolean isNow = age.compareTo(Duration.ofSeconds(60)) <= 0 && age.compareTo(Duration.ofSeconds(-30)) >= 0;
    return isNow ? Report.Check.PASS : Report.Check.unknown("LIVE_CODE_TIME");
  }
}
