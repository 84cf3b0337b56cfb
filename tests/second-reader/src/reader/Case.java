package reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One case of the manifest. */
final class Case {
  private final Path folder;
  private final TrustAnchor anchor;
  private final Forms form;
  private final Function<Instant, Mirror> mirror;
  private final Function<String, byte[]> online;

  Case(Path folder, TrustAnchor anchor, Forms form, Function<Instant, Mirror> mirror, Function<String, byte[]> online) {
    this.folder = folder;
    this.anchor = anchor;
    this.form = form;
    this.mirror = mirror;
    this.online = online;
  }

  Report run() {
    List<Instant> times = new ArrayList<>();
    if (form.has("earlier")) for (Object time : form.list("earlier", 0, 10)) times.add(Instant.parse((String) time));
    times.add(form.instant("now"));
    java.util.Map<String, Instant> taken = new java.util.HashMap<>();
    Report report = null;
    for (Instant now : times) {
      boolean isPdf = form.object("input").string("kind").equals("pdf");
      Window window = new Window(anchor, mirror.apply(now), Policy.of(form.get("policy"), isPdf), now);
      window.taken = taken;
      if (form.has("asked")) window.asked = form.object("asked");
      report = verify(form.object("input"), window);
    }
    return report;
  }

  private Report verify(Forms input, Window window) {
    return switch (input.string("kind")) {
      case "qr" -> QrCode.verify(input.string("text"), window);
      case "pdf" -> {
        byte[] bytes = input.has("zeros") ? new byte[(int) input.natural("zeros")] : file(input.string("file"));
        List<Certificate> roots = new ArrayList<>();
        if (form.has("timestampRoots")) {
          for (Object root : form.list("timestampRoots", 0, 16)) roots.add(new Certificate(file((String) root)));
        }
        yield new PdfVerifier(window, roots, online).verify(bytes);
      }
      case "presentation" -> {
        byte[] receipt = input.has("receipt") ? file(input.string("receipt")) : null;
        yield Presentation.verify(input.string("text"), input.string("audience"), input.string("nonce"), receipt, window);
      }
      default -> throw new IllegalArgumentException("a kind of input that no case has");
    };
  }

  byte[] file(String path) {
    try {
      return Files.readAllBytes(folder.resolve(path));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
