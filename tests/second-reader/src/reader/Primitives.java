package reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** `primitives.json`, case by case, and the other primitives. */
final class Primitives {
  private static final String INPUT = "PRIMITIVES";
  private final Path folder;
  private final Forms all;
  private final List<Map<String, Object>> results = new ArrayList<>();

  private Primitives(Path folder) {
    this.folder = folder;
    all = new Forms(read("primitives.json"), INPUT);
  }

  static List<Map<String, Object>> run(Path folder) {
    Primitives primitives = new Primitives(folder);
    primitives.numbers();
    primitives.trees();
    primitives.signed();
    primitives.names();
    primitives.messages();
    new SharedPrimitives(primitives).run();
    FormPrimitives.run(primitives, primitives.anchor());
    return primitives.results;
  }

  Object read(String name) {
    return Json.parse(text(name));
  }

  String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  void add(String id, BooleanSupplier isRight) {
    boolean holds;
    try {
      holds = isRight.getAsBoolean();
    } catch (Refused error) {
      holds = false;
    }
    results.add(new TreeMap<>(Map.of("kind", "primitive", "id", id, "agrees", holds)));
  }

  static boolean isRefused(Runnable read) {
    try {
      read.run();
      return false;
    } catch (Refused error) {
      return true;
    }
  }

  private static boolean is(String hex, byte[] bytes) {
    return hex.equals(Bytes.hex(bytes));
  }

  private void numbers() {
    Forms digits = all.object("digits");
    for (Object item : digits.list("written", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      byte[] bytes = Bytes.unhex(one.string("bytes"));
      String text = one.string("digits");
      add("digits " + text, () -> text.equals(Bytes.digits(bytes)) && Arrays.equals(Bytes.undigits(text), bytes));
    }
    for (Object text : digits.list("refused", 1, 1000)) {
      add("digits refused " + text, () -> isRefused(() -> Bytes.undigits((String) text)));
    }
    for (Object item : all.object("cbor").list("written", 1, 1000)) {
      String hex = new Forms(item, INPUT).string("bytes");
      add("cbor " + hex, () -> is(hex, Cbor.write(Cbor.parse(Bytes.unhex(hex)))));
    }
    for (Object hex : all.object("cbor").object("refused").map().keySet()) {
      add("cbor refused " + hex, () -> isRefused(() -> Cbor.parse(Bytes.unhex((String) hex))));
    }
    for (Object item : all.list("base64", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      String hex = one.string("bytes");
      add("base64 " + hex, () -> is(hex, Bytes.unbase64(one.string("base64"))) && is(hex, Bytes.unbase64url(one.string("base64url"))));
    }
    for (Object text : all.list("base64Refused", 1, 1000)) {
      add("base64 refused " + text, () -> isRefused(() -> Bytes.unbase64((String) text)));
    }
    for (Object text : all.list("base64urlRefused", 1, 1000)) {
      add("base64url refused " + text, () -> isRefused(() -> Bytes.unbase64url((String) text)));
    }
    for (Object text : all.list("hexRefused", 1, 1000)) {
      add("hex refused " + text, () -> isRefused(() -> Bytes.unhex((String) text)));
    }
  }

  private void trees() {
    for (Object item : all.list("merkle", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      List<byte[]> leaves = one.list("inputs", 1, 100).stream().map(input -> Merkle.leaf(Bytes.unhex((String) input))).toList();
      byte[] root = Bytes.unhex(one.string("root"));
      add("merkle " + leaves.size(), () -> {
        boolean holds = Arrays.equals(root, Merkle.root(leaves));
        for (int n = 0; n < leaves.size(); n++) {
          List<byte[]> path = Merkle.path(n, leaves);
          List<String> written = path.stream().map(Bytes::hex).toList();
          holds &= one.list("leaves", 1, 100).get(n).equals(Bytes.hex(leaves.get(n)));
          holds &= one.list("paths", 1, 100).get(n).equals(written);
          holds &= Merkle.leads(leaves.get(n), n, leaves.size(), path, root);
        }
        return holds;
      });
    }
    Forms heads = all.object("heads");
    add("heads", () -> is(heads.string("root"), Checkpoint.root(Checkpoint.lines(heads.string("text"))))
        && is(heads.string("empty"), Checkpoint.root(List.of())));
    for (Object item : all.list("records", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      String text = one.string("canonical");
      add("record " + one.string("hash"), () -> Json.canonical(Json.parse(text)).equals(text)
          && is(one.string("hash"), Bytes.sha256(Bytes.utf8(text))));
    }
    add("trust anchor", () -> anchor().fingerprint.equals(all.object("trustAnchor").string("fingerprint")));
  }

  private TrustAnchor anchor() {
    return new TrustAnchor(Json.parse(all.object("trustAnchor").string("canonical")));
  }

  private void signed() {
    Forms key = all.object("key");
    java.security.PublicKey own = Keys.ofJwk(key.get("jwk"));
    add("key", () -> is(key.string("spki"), own.getEncoded()) && key.string("kid").equals(Keys.kid(own.getEncoded()))
        && key.string("thumbprint").equals(Keys.thumbprint(own))
        && own.equals(Keys.ofCompressed(Bytes.unhex(key.string("compressedPoint")))));
    byte[] message = Bytes.unhex(key.string("message"));
    add("signature", () -> Keys.verifyLow(own, message, Bytes.unhex(key.string("signature"))));
    add("high s", () -> !Keys.verifyLow(own, message, Bytes.unhex(key.object("highS").string("signature"))));
    Forms qr = all.object("qr");
    add("qr", () -> {
      Cose cose = Cose.read(QrText.read(qr.string("text")));
      return is(qr.string("cose"), cose.all()) && qr.string("kid").equals(cose.kid())
          && is(qr.string("payload"), cose.payload()) && is(qr.string("toBeSigned"), cose.toBeSigned())
          && is(qr.string("digest"), Bytes.sha256(cose.all()));
    });
    Forms leaf = all.object("leaf");
    add("leaf", () -> is(leaf.string("hash"), Merkle.leaf(Bytes.unhex(leaf.string("input")))));
    Forms list = all.object("qrList");
    add("list of QR's", () -> is(list.string("hash"), Bytes.sha256(Bytes.unhex(list.string("bytes")))));
  }

  private void names() {
    for (Object item : all.list("identifiers", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      Identifier identifier = Identifier.parse(one.string("text"));
      String found = identifier.isRight() ? "ok" : identifier.isVariant() ? "variant" : "wrong";
      add("identifier " + one.string("text"), () -> found.equals(one.string("check")));
    }
    for (Object item : all.list("dates", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      java.time.LocalDate day = one.day("date");
      long nbf = day.atStartOfDay().toEpochSecond(Forms.SHANGHAI);
      add("date " + day, () -> one.get("nbf").equals((double) nbf) && one.get("exp").equals((double) nbf + 86_400));
    }
    for (Object item : all.list("masks", 1, 1000)) {
      Forms one = new Forms(item, INPUT);
      add("mask " + one.string("text"), () -> Identifier.masked(one.string("text")).equals(one.string("masked")));
    }
  }

  /** An attestation's messages, a credential and the leaf of an audit's record, step by step. */
  private void messages() {
    Forms attestation = all.object("attestation");
    add("attestation", () -> isRight(attestation));
    Forms credential = all.object("credential");
    add("credential", () -> {
      SdJwt jwt = new SdJwt(credential.string("text"));
      boolean holds = jwt.jwt.equals(credential.string("jwt")) && is(credential.string("jwtDigest"), jwt.digest());
      holds &= Json.canonical(jwt.payload.map()).equals(credential.string("payload"));
      for (Object item : credential.list("disclosures", 1, 128)) {
        Forms one = new Forms(item, INPUT);
        String digest = Bytes.base64url(Bytes.sha256(Bytes.ascii(one.string("encoded"))));
        holds &= digest.equals(one.string("digest")) && jwt.payload.list("_sd", 1, 128).contains(digest);
        holds &= one.get("value").equals(jwt.fields.get(one.string("name")));
      }
      return holds;
    });
    Forms leaf = all.object("auditLeaf");
    add("audit leaf", () -> {
      Map<Object, Object> filed = new TreeMap<>(leaf.object("record").map());
      filed.put("filed", "f".repeat(64));
      return VerificationReceipt.auditInput(leaf.object("record")).equals(leaf.string("input"))
          && VerificationReceipt.auditInput(new Forms(filed, INPUT)).equals(leaf.string("filed"));
    });
  }

  private static boolean isRight(Forms attestation) {
    byte[] payload = Bytes.unhex(attestation.string("payload"));
    byte[] endorser = Bytes.unhex(attestation.string("endorser"));
    Protobuf action = new Protobuf(new Protobuf(payload, "bb").bytes(2), "bbbb");
    Protobuf response = new Protobuf(action.bytes(3), "vbb");
    List<String> namespaces =
        new Protobuf(action.bytes(1), "vB").all(2).stream().map(set -> Bytes.utf8(new Protobuf(set, "bbB").bytes(1))).toList();
    Protobuf identity = new Protobuf(endorser, "bb");
    byte[] signed = Bytes.join(payload, endorser);
    Certificate own = Certificate.ofPem(identity.bytes(2));
    return attestation.string("chaincode").equals(Bytes.utf8(new Protobuf(action.bytes(4), "bbb").bytes(2)))
        && attestation.natural("status") == response.number(1)
        && attestation.string("result").equals(Bytes.utf8(response.bytes(3)))
        && attestation.get("namespaces").equals(namespaces)
        && attestation.string("mspId").equals(Bytes.utf8(identity.bytes(1)))
        && attestation.string("certificate").equals(Bytes.utf8(identity.bytes(2)))
        && is(attestation.string("signed"), signed)
        && Keys.verify("SHA256withECDSA", own.key(), signed, Bytes.unhex(attestation.string("signature")));
  }
}
