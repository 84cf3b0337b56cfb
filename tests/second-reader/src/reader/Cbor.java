package reader;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deterministic CBOR (RFC 8949 §4.2.1). Values are `Long`, `byte[]`, `String`, `List`, `Map`, `Tag`,
 * `Boolean` and null.
 */
final class Cbor {
  record Tag(long number, Object value) {}

  private static final long LARGEST = (1L << 53) - 1;
  private final byte[] bytes;
  private int at = 0;
  private int values = 0;

  private Cbor(byte[] bytes) {
    this.bytes = bytes;
  }

  static Object parse(byte[] bytes) {
    Cbor cbor = new Cbor(bytes);
    Object value = cbor.value(0);
    if (cbor.at != bytes.length) throw new Refused(Bytes.MALFORMED);
    return value;
  }

  private int next() {
    if (at >= bytes.length) throw new Refused(Bytes.MALFORMED);
    return bytes[at++] & 0xff;
  }

  private long argument(int low) {
    if (low < 24) return low;
    if (low > 27) throw new Refused(Bytes.MALFORMED);
    int size = 1 << (low - 24);
    long value = 0;
    for (int n = 0; n < size; n++) value = (value << 8) | next();
    long least = low == 24 ? 24 : 1L << (4 * size);
    if (value < least || value > LARGEST) throw new Refused(Bytes.MALFORMED);
    return value;
  }

  private byte[] string(long length) {
    if (length > bytes.length - at) throw new Refused(Bytes.MALFORMED);
    at += (int) length;
    return Arrays.copyOfRange(bytes, at - (int) length, at);
  }

  private Object value(int level) {
    if (level > 16 || ++values > 4096) throw new Refused(Bytes.MALFORMED);
    int head = next();
    int low = head & 31;
    if (head >> 5 == 7) {
      if (low < 20 || low > 22) throw new Refused(Bytes.MALFORMED);
      return low == 22 ? null : (Object) (low == 21);
    }
    long argument = argument(low);
    switch (head >> 5) {
      case 0:
        return argument;
      case 1:
        if (argument >= LARGEST) throw new Refused(Bytes.MALFORMED);
        return -1 - argument;
      case 2:
        return string(argument);
      case 3:
        return Bytes.utf8(string(argument));
      case 4:
        List<Object> items = new ArrayList<>();
        for (long n = 0; n < argument; n++) items.add(value(level + 1));
        return items;
      case 5:
        return map(argument, level);
      default:
        return new Tag(argument, value(level + 1));
    }
  }

  private Map<Object, Object> map(long size, int level) {
    Map<Object, Object> members = new LinkedHashMap<>();
    byte[] before = null;
    for (long n = 0; n < size; n++) {
      int start = at;
      Object key = value(level + 1);
      byte[] encoded = Arrays.copyOfRange(bytes, start, at);
      boolean isOrdered = before == null || Arrays.compareUnsigned(before, encoded) < 0;
      if (!isOrdered || !(key instanceof Long || key instanceof String)) throw new Refused(Bytes.MALFORMED);
      before = encoded;
      members.put(key, value(level + 1));
    }
    return members;
  }

  static byte[] write(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    if (value instanceof Long number) {
      head(number < 0 ? 1 : 0, number < 0 ? -1 - number : number, out);
    } else if (value instanceof byte[] string) {
      head(2, string.length, out);
      out.writeBytes(string);
    } else if (value instanceof String text) {
      byte[] encoded = Bytes.utf8(text);
      head(3, encoded.length, out);
      out.writeBytes(encoded);
    } else if (value instanceof List<?> items) {
      head(4, items.size(), out);
      for (Object item : items) write(item, out);
    } else if (value instanceof Map<?, ?> members) {
      head(5, members.size(), out);
      members.entrySet().stream()
          .map(member -> new byte[][] {write(member.getKey()), write(member.getValue())})
          .sorted((a, b) -> Arrays.compareUnsigned(a[0], b[0]))
          .forEach(member -> out.writeBytes(Bytes.join(member)));
    } else if (value instanceof Tag tag) {
      head(6, tag.number, out);
      write(tag.value, out);
    } else {
      out.write(value == null ? 0xf6 : value.equals(true) ? 0xf5 : 0xf4);
    }
  }

  private static void head(int major, long argument, ByteArrayOutputStream out) {
    int size = argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
    int low = size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size);
    out.write(major << 5 | low);
    for (int n = size - 1; n >= 0; n--) out.write((int) (argument >> (8 * n)));
  }
}
