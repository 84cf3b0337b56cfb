package reader;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;

/** Public keys in their one form, and signatures by them. */
final class Keys {
  private Keys() {}

  private static final byte[] EC_HEAD =
      Bytes.unhex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
  private static final BigInteger HALF =
      new BigInteger("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", 16);
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  static String kid(byte[] spki) {
    return Bytes.hex(Bytes.slice(Bytes.sha256(spki), 0, 8));
  }

  /** The key, or null where it has not the one form of its algorithm. */
  static PublicKey read(String alg, byte[] spki) {
    try {
      if (alg.equals("ES256")) {
        if (spki.length != 91 || !Arrays.equals(Arrays.copyOf(spki, 26), EC_HEAD) || spki[26] != 4) return null;
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(spki, 27, 59));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(spki, 59, 91));
        return isOnCurve(x, y) ? factory("EC").generatePublic(new X509EncodedKeySpec(spki)) : null;
      }
      if (!alg.equals("RS256")) return null;
      RSAPublicKey key = (RSAPublicKey) factory("RSA").generatePublic(new X509EncodedKeySpec(spki));
      int bits = key.getModulus().bitLength();
      boolean isRight =
          bits >= 2048
              && bits <= 4096
              && key.getModulus().testBit(0)
              && key.getPublicExponent().equals(BigInteger.valueOf(65537))
              && Arrays.equals(rsa(key.getModulus()), spki);
      return isRight ? key : null;
    } catch (GeneralSecurityException | ClassCastException error) {
      return null;
    }
  }

  private static byte[] rsa(BigInteger modulus) {
    byte[] key = Der.write(0x30, Der.write(2, modulus.toByteArray()), Bytes.unhex("0203010001"));
    return Der.write(
        0x30, Bytes.unhex("300d06092a864886f70d0101010500"), Der.write(3, new byte[] {0}, key));
  }

  private static boolean isOnCurve(BigInteger x, BigInteger y) {
    if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0) return false;
    BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    return y.multiply(y).mod(P).equals(right);
  }

  private static KeyFactory factory(String name) throws GeneralSecurityException {
    return KeyFactory.getInstance(name);
  }

  static boolean isLow(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)).compareTo(HALF) <= 0;
  }

  static boolean isLow(BigInteger s) {
    return s.compareTo(HALF) <= 0;
  }

  /** ES256 as raw r‖s, low s asked. */
  static boolean verifyLow(PublicKey key, byte[] message, byte[] signature) {
    return signature.length == 64 && isLow(signature) && verify("SHA256withECDSAinP1363Format", key, message, signature);
  }

  static boolean verifyRaw(PublicKey key, byte[] message, byte[] signature) {
    return signature.length == 64 && verify("SHA256withECDSAinP1363Format", key, message, signature);
  }

  static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException error) {
      return false;
    }
  }

  static PublicKey ofPoint(byte[] x, byte[] y) {
    return read("ES256", Bytes.join(EC_HEAD, new byte[] {4}, x, y));
  }

  /** SEC 1 §2.3.4; null where there is no such point. */
  static PublicKey ofCompressed(byte[] point) {
    if (point.length != 33 || (point[0] != 2 && point[0] != 3)) return null;
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
    if (x.compareTo(P) >= 0) return null;
    BigInteger square = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    BigInteger y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    if (y.testBit(0) != (point[0] == 3)) y = P.subtract(y);
    return ofPoint(Bytes.fixed(x, 32), Bytes.fixed(y, 32));
  }

  /** A public JWK of P-256 to verify ES256 by; null where it is none. */
  static PublicKey ofJwk(Object value) {
    try {
      Forms jwk = new Forms(value, Bytes.MALFORMED);
      jwk.check(jwk.string("kty").equals("EC") && jwk.string("crv").equals("P-256"));
      jwk.check(!jwk.has("use") || jwk.string("use").equals("sig"));
      jwk.check(!jwk.has("alg") || jwk.string("alg").equals("ES256"));
      jwk.check(!jwk.has("key_ops") || jwk.list("key_ops", 1, 100).contains("verify"));
      jwk.check(!jwk.has("d"));
      byte[] x = Bytes.unbase64url(jwk.string("x"));
      byte[] y = Bytes.unbase64url(jwk.string("y"));
      return x.length == 32 && y.length == 32 ? ofPoint(x, y) : null;
    } catch (Refused error) {
      return null;
    }
  }

  /** RFC 7638. */
  static String thumbprint(PublicKey key) {
    ECPublicKey ec = (ECPublicKey) key;
    String x = Bytes.base64url(Bytes.fixed(ec.getW().getAffineX(), 32));
    String y = Bytes.base64url(Bytes.fixed(ec.getW().getAffineY(), 32));
    return Bytes.base64url(Bytes.sha256(Json.canonicalBytes(
        new java.util.TreeMap<>(Map.of("crv", "P-256", "kty", "EC", "x", x, "y", y)))));
  }
}
