package reader;

import java.util.List;
import java.util.Map;

/** A COSE_Sign1 of the profile under "QR code". */
record Cose(byte[] all, String kid, byte[] payload, byte[] signature, byte[] toBeSigned) {
  static Cose read(byte[] bytes) {
    try {
      if (!(Cbor.parse(bytes) instanceof Cbor.Tag tag) || tag.number() != 18) throw new Refused(Bytes.MALFORMED);
      List<?> parts = (List<?>) tag.value();
      byte[] head = (byte[]) parts.get(0);
      Map<?, ?> header = (Map<?, ?>) Cbor.parse(head);
      byte[] kid = (byte[]) header.get(4L);
      byte[] payload = (byte[]) parts.get(2);
      byte[] signature = (byte[]) parts.get(3);
      boolean isRight =
          bytes.length <= 4096
              && parts.size() == 4
              && header.size() == 2
              && header.get(1L).equals(-7L)
              && kid.length == 8
              && ((Map<?, ?>) parts.get(1)).isEmpty()
              && signature.length == 64
              && Keys.isLow(signature);
      if (!isRight) throw new Refused(Bytes.MALFORMED);
      byte[] signed = structure(head, new byte[0], payload);
      return new Cose(bytes, Bytes.hex(kid), payload, signature, signed);
    } catch (Refused | ClassCastException | NullPointerException | IndexOutOfBoundsException error) {
      throw new Refused("STRUCTURE_REFUSED");
    }
  }

  /** RFC 9052 §4.4. */
  static byte[] structure(byte[] header, byte[] external, byte[] payload) {
    return Cbor.write(List.of("Signature1", header, external, payload));
  }
}
