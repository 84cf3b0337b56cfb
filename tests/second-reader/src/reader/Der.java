package reader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One element of DER (X.690): definite, minimal lengths, low tags. */
final class Der {
  final int tag;
  final byte[] all;
  final byte[] content;

  private Der(int tag, byte[] all, byte[] content) {
    this.tag = tag;
    this.all = all;
    this.content = content;
  }

  static Der parse(byte[] bytes) {
    Der first = at(bytes, 0);
    if (first.all.length != bytes.length) throw new Refused(Bytes.MALFORMED);
    return first;
  }

  /** The element that begins at `start`; what comes after it is not looked at. */
  static Der at(byte[] bytes, int start) {
    if (start + 2 > bytes.length || (bytes[start] & 31) == 31) throw new Refused(Bytes.MALFORMED);
    int length = bytes[start + 1] & 0xff;
    int head = 2;
    if (length >= 128) {
      int size = length & 127;
      if (size < 1 || size > 4 || start + 2 + size > bytes.length) throw new Refused(Bytes.MALFORMED);
      BigInteger value = new BigInteger(1, Arrays.copyOfRange(bytes, start + 2, start + 2 + size));
      boolean isShortest = value.bitLength() > 8 * (size - 1) && value.compareTo(BigInteger.valueOf(128)) >= 0;
      if (!isShortest || value.bitLength() > 31) throw new Refused(Bytes.MALFORMED);
      length = value.intValue();
      head = 2 + size;
    }
    if (length > bytes.length - start - head) throw new Refused(Bytes.MALFORMED);
    byte[] all = Arrays.copyOfRange(bytes, start, start + head + length);
    return new Der(bytes[start] & 0xff, all, Arrays.copyOfRange(all, head, all.length));
  }

  List<Der> children() {
    if ((tag & 0x20) == 0) throw new Refused(Bytes.MALFORMED);
    List<Der> children = new ArrayList<>();
    for (int at = 0; at < content.length; ) {
      Der child = at(content, at);
      children.add(child);
      at += child.all.length;
    }
    return children;
  }

  /** Its children, if it has this tag. */
  List<Der> children(int wanted) {
    need(wanted);
    return children();
  }

  Der need(int wanted) {
    if (tag != wanted) throw new Refused(Bytes.MALFORMED);
    return this;
  }

  /** Its children: so many, or one of so many. */
  List<Der> parts(int wanted, int least, int most) {
    List<Der> children = children(wanted);
    if (children.size() < least || children.size() > most) throw new Refused(Bytes.MALFORMED);
    return children;
  }

  /** Of an AlgorithmIdentifier; its parameters, where they are not NULL, are told behind it. */
  String algorithm() {
    List<Der> parts = parts(0x30, 1, 2);
    String oid = parts.get(0).oid();
    if (parts.size() == 1) return oid;
    if (parts.get(1).tag != 5) return oid + " with parameters";
    if (parts.get(1).content.length > 0) throw new Refused(Bytes.MALFORMED);
    return oid;
  }

  boolean bool() {
    need(1);
    if (content.length != 1 || content[0] != 0 && content[0] != -1) throw new Refused(Bytes.MALFORMED);
    return content[0] == -1;
  }

  /** The octets of a BIT STRING, whose unused bits are zero. */
  byte[] bits(boolean isWhole) {
    need(3);
    if (content.length < 1) throw new Refused(Bytes.MALFORMED);
    int unused = content[0];
    int last = content[content.length - 1];
    boolean isEmpty = content.length == 1;
    boolean isRight = unused >= 0 && unused <= (isWhole || isEmpty ? 0 : 7) && (isEmpty || (last & (1 << unused) - 1) == 0);
    if (!isRight) throw new Refused(Bytes.MALFORMED);
    return Arrays.copyOfRange(content, 1, content.length);
  }

  /** Dotted; the arcs stay numbers of any size. */
  String oid() {
    need(6);
    boolean isWhole = content.length >= 1 && content.length <= 40 && content[content.length - 1] >= 0;
    for (int n = 0; n < content.length; n++) {
      boolean isFirst = n == 0 || content[n - 1] >= 0;
      if (isFirst && content[n] == (byte) 0x80) isWhole = false;
    }
    if (!isWhole) throw new Refused(Bytes.MALFORMED);
    StringBuilder text = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    boolean isFirst = true;
    for (byte b : content) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(b & 127));
      if ((b & 128) != 0) continue;
      if (isFirst) {
        int first = Math.min(2, arc.intValue() / 40);
        text.append(first).append('.').append(arc.subtract(BigInteger.valueOf(40L * first)));
      } else {
        text.append('.').append(arc);
      }
      isFirst = false;
      arc = BigInteger.ZERO;
    }
    return text.toString();
  }

  /** One that is not negative, of at most four octets. */
  int small() {
    BigInteger value = integer();
    if (value.signum() < 0 || content.length > 4) throw new Refused(Bytes.MALFORMED);
    return value.intValue();
  }

  BigInteger integer() {
    need(2);
    boolean isShortest =
        content.length == 1
            || content.length > 1 && !(content[0] == 0 && content[1] >= 0) && !(content[0] == -1 && content[1] < 0);
    if (!isShortest) throw new Refused(Bytes.MALFORMED);
    return new BigInteger(content);
  }

  static byte[] write(int tag, byte[]... parts) {
    byte[] content = Bytes.join(parts);
    byte[] head;
    if (content.length < 128) {
      head = new byte[] {(byte) tag, (byte) content.length};
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      if (length[0] == 0) length = Arrays.copyOfRange(length, 1, length.length);
      head = Bytes.join(new byte[] {(byte) tag, (byte) (128 | length.length)}, length);
    }
    return Bytes.join(head, content);
  }
}
