package reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one signature and the one attachment of a PDF of the profile. */
final class SignedPdf {
  final byte[] digest;
  final byte[] cms;
  final String credential;
  final List<byte[]> dss = new ArrayList<>();
  private final Pdf pdf;
  private final byte[] file;

  SignedPdf(byte[] file) {
    this.file = file;
    pdf = new Pdf(file);
    Map<String, Object> catalog = Pdf.dictionary(pdf.resolve(pdf.trailer.get("Root")));
    Pdf.need(Pdf.isName(catalog.get("Type"), "Catalog"));
    Map<String, Object> signature = signature(catalog);
    int[] place = pdf.contents.get(signature);
    Pdf.need(place != null && file[place[0]] == '<' && place[1] - place[0] <= (1 << 20) + 2);
    List<?> range = (List<?>) signature.get("ByteRange");
    List<Double> wanted = List.of(0.0, (double) place[0], (double) place[1], (double) file.length - place[1]);
    Pdf.need(range.equals(wanted));
    digest = Bytes.sha256(Bytes.slice(file, 0, place[0]), Bytes.slice(file, place[1], file.length));
    cms = contents(place);
    credential = attachment(catalog);
    certificates(catalog);
  }

  private byte[] contents(int[] place) {
    String hex = Bytes.latin1(Bytes.slice(file, place[0] + 1, place[1] - 1));
    try {
      byte[] all = Bytes.unhex(hex);
      Der der = Der.at(all, 0).need(0x30);
      for (int n = der.all.length; n < all.length; n++) Pdf.need(all[n] == 0);
      return der.all;
    } catch (Refused error) {
      throw Pdf.refused();
    }
  }

  private Map<String, Object> signature(Map<String, Object> catalog) {
    List<Map<String, Object>> found =
        pdf.dictionaries.stream().filter(one -> Pdf.isName(one.get("Type"), "Sig") || one.containsKey("ByteRange")).toList();
    Pdf.need(found.size() == 1);
    Map<String, Object> form = Pdf.dictionary(pdf.resolve(catalog.get("AcroForm")));
    Pdf.need(pdf.resolve(form.get("Fields")) instanceof List<?> fields && fields.size() == 1);
    Map<String, Object> field = Pdf.dictionary(pdf.resolve(((List<?>) pdf.resolve(form.get("Fields"))).get(0)));
    Pdf.need(Pdf.isName(field.get("FT"), "Sig") && !field.containsKey("Kids") && !field.containsKey("Parent"));
    Pdf.need(pdf.dictionaries.stream().filter(one -> one.containsKey("FT")).count() == 1);
    Map<String, Object> signature = Pdf.dictionary(pdf.resolve(field.get("V")));
    Pdf.need(signature == found.get(0) && signature.get("ByteRange") instanceof List<?>);
    Pdf.need(Pdf.isName(signature.get("Filter"), "Adobe.PPKLite"));
    Pdf.need(Pdf.isName(signature.get("SubFilter"), "ETSI.CAdES.detached"));
    return signature;
  }

  private String attachment(Map<String, Object> catalog) {
    List<Map<String, Object>> found =
        pdf.dictionaries.stream().filter(one -> Pdf.isName(one.get("Type"), "Filespec") || one.containsKey("EF")).toList();
    Pdf.need(found.size() == 1 && pdf.resolve(catalog.get("AF")) instanceof List<?> all && all.size() == 1);
    Map<String, Object> specification = Pdf.dictionary(pdf.resolve(((List<?>) pdf.resolve(catalog.get("AF"))).get(0)));
    Pdf.need(specification == found.get(0) && Pdf.isName(specification.get("AFRelationship"), "Data"));
    Pdf.need(specification.containsKey("F") || specification.containsKey("UF"));
    for (String name : List.of("F", "UF")) {
      if (!specification.containsKey(name)) continue;
      Pdf.need(pdf.resolve(specification.get(name)) instanceof byte[] text && textOf(text).equals("credential.sd-jwt"));
    }
    Map<String, Object> embedded = Pdf.dictionary(pdf.resolve(specification.get("EF")));
    Pdf.need(!embedded.isEmpty());
    Pdf.Stream one = null;
    for (Object entry : embedded.values()) {
      Pdf.need(pdf.resolve(entry) instanceof Pdf.Stream);
      Pdf.Stream stream = (Pdf.Stream) pdf.resolve(entry);
      Pdf.need(one == null || one == stream);
      one = stream;
    }
    Pdf.Stream only = one;
    Pdf.need(Pdf.isName(one.dictionary().get("Type"), "EmbeddedFile"));
    Pdf.need(Pdf.isName(one.dictionary().get("Subtype"), "application/dc+sd-jwt"));
    Pdf.need(pdf.dictionaries.stream().filter(other -> Pdf.isName(other.get("Type"), "EmbeddedFile")).allMatch(other -> other == only.dictionary()));
    byte[] text = data(one, 256 << 10);
    for (byte b : text) Pdf.need(b >= 0);
    return Bytes.latin1(text);
  }

  /** ISO 32000-1 §7.9.2.2. */
  private static String textOf(byte[] string) {
    boolean isWide = string.length >= 2 && string[0] == -2 && string[1] == -1;
    if (!isWide) return Bytes.latin1(string);
    return new String(string, 2, string.length - 2, java.nio.charset.StandardCharsets.UTF_16BE);
  }

  private byte[] data(Pdf.Stream stream, int limit) {
    Object filter = stream.dictionary().get("Filter");
    if (filter instanceof List<?> filters && filters.size() == 1) filter = filters.get(0);
    Pdf.need(!stream.dictionary().containsKey("DecodeParms"));
    // ISO 32000-2 §7.3.8.2: with `F` the data would be another file's.
    Pdf.need(!stream.dictionary().containsKey("F"));
    if (filter == null) {
      Pdf.need(stream.data().length <= limit);
      return stream.data();
    }
    Pdf.need(Pdf.isName(filter, "FlateDecode"));
    try {
      return Bytes.inflate(stream.data(), limit);
    } catch (Refused error) {
      throw Pdf.refused();
    }
  }

  private void certificates(Map<String, Object> catalog) {
    if (!catalog.containsKey("DSS")) return;
    Map<String, Object> store = Pdf.dictionary(pdf.resolve(catalog.get("DSS")));
    if (!store.containsKey("Certs")) return;
    Pdf.need(pdf.resolve(store.get("Certs")) instanceof List<?> all && all.size() <= 16);
    for (Object one : (List<?>) pdf.resolve(store.get("Certs"))) {
      Pdf.need(pdf.resolve(one) instanceof Pdf.Stream);
      dss.add(data((Pdf.Stream) pdf.resolve(one), 64 << 10));
    }
  }
}
