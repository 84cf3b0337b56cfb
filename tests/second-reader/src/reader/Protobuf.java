package reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Protobuf, read one way only: a letter for each field's kind: `b` bytes, `v` varint, `B` repeated bytes. */
final class Protobuf {
  private final Map<Integer, List<Object>> fields = new HashMap<>();
  private final byte[] bytes;
  private int at = 0;

  Protobuf(byte[] bytes, String kinds) {
    this.bytes = bytes;
    while (at < bytes.length) {
      long tag = varint();
      int number = (int) (tag >> 3);
      if (number < 1 || number > kinds.length()) throw new Refused(Bytes.MALFORMED);
      char kind = kinds.charAt(number - 1);
      if ((tag & 7) != (kind == 'v' ? 0 : 2)) throw new Refused(Bytes.MALFORMED);
      List<Object> values = fields.computeIfAbsent(number, unused -> new ArrayList<>());
      if (kind != 'B' && !values.isEmpty()) throw new Refused(Bytes.MALFORMED);
      long value = varint();
      if (kind == 'v') {
        values.add(value);
      } else {
        if (value > bytes.length - at) throw new Refused(Bytes.MALFORMED);
        values.add(Bytes.slice(bytes, at, at + (int) value));
        at += (int) value;
      }
    }
  }

  private long varint() {
    long value = 0;
    for (int n = 0; n < 5; n++) {
      if (at >= bytes.length) break;
      int b = bytes[at++] & 0xff;
      value |= (long) (b & 127) << (7 * n);
      if (b < 128) {
        if (b == 0 && n > 0) break;
        return value;
      }
    }
    throw new Refused(Bytes.MALFORMED);
  }

  byte[] bytes(int number) {
    List<byte[]> all = all(number);
    return all.isEmpty() ? new byte[0] : all.get(0);
  }

  List<byte[]> all(int number) {
    return fields.getOrDefault(number, List.of()).stream().map(value -> (byte[]) value).toList();
  }

  long number(int number) {
    return fields.containsKey(number) ? (Long) fields.get(number).get(0) : 0;
  }
}
