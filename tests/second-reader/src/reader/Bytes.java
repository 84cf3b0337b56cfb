package reader;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Hex, base64, UTF-8, digits, zlib, SHA-256: "Primitives". */
final class Bytes {
  private Bytes() {}

  static final String MALFORMED = "MALFORMED";

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] unhex(String text) {
    if (text.length() % 2 != 0 || !text.matches("[0-9a-f]*")) throw new Refused(MALFORMED);
    return HexFormat.of().parseHex(text);
  }

  static byte[] unbase64(String text) {
    return decode(Base64.getDecoder(), Base64.getEncoder(), text);
  }

  static byte[] unbase64url(String text) {
    return decode(Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding(), text);
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Only the one text that the encoder makes: the JDK's decoders take missing padding and stray bits. */
  private static byte[] decode(Base64.Decoder decoder, Base64.Encoder encoder, String text) {
    try {
      byte[] bytes = decoder.decode(text);
      if (encoder.encodeToString(bytes).equals(text)) return bytes;
    } catch (IllegalArgumentException error) {
      // refused below, as every other break
    }
    throw new Refused(MALFORMED);
  }

  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException error) {
      throw new Refused(MALFORMED);
    }
  }

  static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(encoded.array(), encoded.limit());
    } catch (CharacterCodingException error) {
      throw new Refused(MALFORMED);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] sha256(byte[]... parts) {
    return digest("SHA-256", parts);
  }

  static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) digest.update(part);
      return digest.digest();
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    }
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) length += part.length;
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) all.put(part);
    return all.array();
  }

  static byte[] slice(byte[] bytes, int from, int to) {
    if (from < 0 || to < from || to > bytes.length) throw new Refused(MALFORMED);
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static final int[] GROUPS = {0, 3, 5, 8, 10, 13, 15, 17};

  /** Seven bytes make 17 digits, a shorter last group fewer. */
  static byte[] undigits(String digits) {
    if (!digits.matches("[0-9]*") || digits.length() > 7089) throw new Refused(MALFORMED);
    byte[][] groups = new byte[digits.length() / 17 + 1][];
    for (int at = 0, n = 0; n < groups.length; at += 17, n++) {
      String group = digits.substring(at, Math.min(at + 17, digits.length()));
      int size = Arrays.binarySearch(GROUPS, group.length());
      if (size < 0) throw new Refused(MALFORMED);
      BigInteger value = group.isEmpty() ? BigInteger.ZERO : new BigInteger(group);
      if (value.bitLength() > 8 * size) throw new Refused(MALFORMED);
      groups[n] = fixed(value, size);
    }
    return join(groups);
  }

  static String digits(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 7) {
      byte[] group = slice(bytes, at, Math.min(at + 7, bytes.length));
      String number = new BigInteger(1, group).toString();
      text.append("0".repeat(GROUPS[group.length] - number.length())).append(number);
    }
    return text.toString();
  }

  /** Big-endian in `size` bytes. */
  static byte[] fixed(BigInteger value, int size) {
    byte[] bytes = new byte[size];
    byte[] given = value.toByteArray();
    for (int n = 0; n < Math.min(size, given.length); n++) {
      bytes[size - 1 - n] = given[given.length - 1 - n];
    }
    return bytes;
  }

  /** RFC 1950, at most `limit` bytes, nothing after the stream. */
  static byte[] inflate(byte[] stream, int limit) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream);
      byte[] out = new byte[limit + 1];
      int length = 0;
      while (!inflater.finished() && length <= limit) {
        int more = inflater.inflate(out, length, out.length - length);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) break;
        length += more;
      }
      if (!inflater.finished() || length > limit || inflater.getRemaining() > 0) {
        throw new Refused(MALFORMED);
      }
      return Arrays.copyOf(out, length);
    } catch (DataFormatException error) {
      throw new Refused(MALFORMED);
    } finally {
      inflater.end();
    }
  }
}
