package reader;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what a scanner delivered to a code's bytes: "QR code". */
final class QrText {
  private static final Pattern CODE =
      Pattern.compile("(https?:[^#]*#)?([0-9]+)(?:[#&?][A-Za-z_][A-Za-z0-9_=&%.#-]*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS =
      Pattern.compile("https?:[^#?]*/v(?:\\?[^#]*)?(?:#(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private QrText() {}

  /** Deterministic CBOR, inflated. @throws Refused with the code of what it is instead */
  static byte[] read(String delivered) {
    if (delivered.length() > 16_384) throw new Refused("NOT_A_CERTIFICATE");
    String text =
        Normalizer.normalize(delivered, Normalizer.Form.NFKC)
            .replaceAll("[\\s\\p{Z}\\p{Cc}\\p{Cf}]", "")
            .replaceFirst("^\\]Q[0-9]", "")
            .replaceAll("\\\\[0-9]{6}", "");
    Matcher code = CODE.matcher(text);
    if (code.matches()) {
      byte[] bytes = bytes(code.group(2));
      if (bytes != null && isCode(bytes)) {
        if (isCut(Cbor.parse(inflated(bytes)))) throw new Refused("READ_AGAIN");
        return inflated(bytes);
      }
      if (bytes != null && code.group(1) != null && isLater(bytes)) throw new Refused("UPDATE_NEEDED");
    }
    throw new Refused(mayBeOne(text) ? "READ_AGAIN" : "NOT_A_CERTIFICATE");
  }

  private static byte[] bytes(String digits) {
    try {
      return Bytes.undigits(digits);
    } catch (Refused error) {
      return null;
    }
  }

  private static byte[] inflated(byte[] bytes) {
    return bytes[0] == 0x78 ? Bytes.inflate(bytes, 4096) : bytes;
  }

  private static boolean isCode(byte[] bytes) {
    try {
      if (bytes.length == 0 || bytes.length > 4096) return false;
      byte[] code = inflated(bytes);
      boolean isKnown = code.length > 0 && ((code[0] & 0xff) == 0xd2 || (bytes == code && (code[0] & 0xff) == 0xd4));
      if (isKnown) Cbor.parse(code);
      return isKnown;
    } catch (Refused error) {
      return false;
    }
  }

  private static boolean isCut(Object item) {
    if (!(item instanceof Cbor.Tag tag) || !(tag.value() instanceof List<?> parts) || parts.size() != 4) return false;
    if (tag.number() == 20 && parts.get(3) instanceof Number version && version.longValue() > 1) return false;
    List<?> of64 = tag.number() == 20 ? parts.subList(1, 3) : parts.subList(3, 4);
    return !of64.stream().allMatch(part -> part instanceof byte[] bytes && bytes.length >= 64);
  }

  private static boolean isLater(byte[] bytes) {
    int first = bytes.length > 64 ? bytes[0] & 0xff : 0;
    return first >= 0xc0 && first <= 0xdb && first != 0xd2 && first != 0xd4;
  }

  private static boolean mayBeOne(String text) {
    Matcher digits = Pattern.compile("[0-9]+").matcher(text.substring(text.indexOf('#') + 1));
    if (digits.find() && digits.group().length() >= 17) {
      byte[] head = bytes(digits.group().substring(0, 17));
      if (head != null) {
        int word = (head[0] & 0xff) << 8 | head[1] & 0xff;
        if (word == 0xd284 || word == 0xd484 || (word >> 8 == 0x78 && word % 31 == 0)) return true;
      }
    }
    if (text.matches("[0-9]{100,7089}")) return true;
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches()) return false;
    String behind = address.group(1) == null ? "" : address.group(1);
    return behind.matches("[0-9]{0,16}") || (behind.matches("[0-9]+") && bytes(behind) == null);
  }
}
