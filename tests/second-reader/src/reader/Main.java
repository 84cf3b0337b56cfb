package reader;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Runs the vectors in a folder and writes what it found: a JSON object a line. */
public final class Main {
  private static final String INPUT = "MANIFEST";
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final Path folder;
  private final Forms manifest;
  private final Map<String, TrustAnchor> anchors = new HashMap<>();
  private final Map<String, Mirror> synced = new HashMap<>();

  private Main(Path folder) {
    this.folder = folder;
    manifest = new Forms(Json.parse(file("manifest.json"), 64 << 20), INPUT);
    manifest.object("trustAnchors").map().forEach(
        (name, path) -> anchors.put((String) name, new TrustAnchor(Json.parse(file((String) path)))));
  }

  public static void main(String[] args) {
    Main main = new Main(Path.of(args[0]));
    Primitives.run(main.folder).forEach(Main::print);
    main.manifest.object("mirrors").map().forEach((name, mirror) -> print(main.mirror((String) name, new Forms(mirror, INPUT))));
    for (Object one : main.manifest.list("cases", 0, 100_000)) print(main.verify(new Forms(one, INPUT)));
    for (Object one : main.manifest.list("receipts", 0, 100_000)) print(main.check(new Forms(one, INPUT)));
    for (Object one : main.manifest.list("audits", 0, 100_000)) print(main.audit(new Forms(one, INPUT)));
  }

  private static void print(Map<String, Object> result) {
    OUT.println(Json.canonical(result));
  }

  private byte[] file(String path) {
    try {
      return Files.readAllBytes(folder.resolve(path));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private Function<String, byte[]> server(Forms server) {
    List<?> folders = server.list("folders", 1, 100);
    List<?> without = server.has("without") ? server.list("without", 0, 100) : List.of();
    List<?> failing = server.has("failing") ? server.list("failing", 0, 100) : List.of();
    return path -> {
      if (failing.contains(path)) throw new Refused("FEED_UNREACHABLE");
      if (without.contains(path)) return null;
      for (int n = folders.size() - 1; n >= 0; n--) {
        if (Files.exists(folder.resolve((String) folders.get(n)).resolve(path))) return file(folders.get(n) + "/" + path);
      }
      return null;
    };
  }

  private Mirror sync(Forms form, List<Object> outcomes) {
    Mirror mirror = new Mirror(anchors.get(form.string("trustAnchor")));
    for (Object item : form.list("syncs", 1, 100)) {
      Forms one = new Forms(item, INPUT);
      List<Function<String, byte[]>> servers = new ArrayList<>();
      for (Object server : one.list("servers", 0, 100)) servers.add(server(new Forms(server, INPUT)));
      Sync sync = Sync.run(mirror, servers, one.instant("now"), one.has("qrLists"));
      outcomes.add(new TreeMap<>(Map.of(
          "outcome", sync.outcome, "problems", sync.problems, "equivocation", mirror.isEquivocal)));
    }
    return mirror;
  }

  private Folder open(Forms form, Instant now) {
    Path store = folder.resolve(form.string("store"));
    Map<String, byte[]> files = new TreeMap<>();
    Forms listed = new Forms(Map.of("files", Json.parse(file(form.string("store") + "/files.json"))), INPUT);
    for (Object name : listed.list("files", 0, 1000)) {
      files.put((String) name, file(folder.relativize(store) + "/" + name));
    }
    return new Folder(files, anchors.get(form.string("trustAnchor")), now);
  }

  private Map<String, Object> mirror(String name, Forms form) {
    Map<String, Object> result = new TreeMap<>();
    result.put("kind", "mirror");
    result.put("id", name);
    if (form.has("store")) {
      String damage = open(form, Instant.parse("2026-11-24T04:02:00.000Z")).damage;
      if (damage != null) result.put("damage", damage);
      return result;
    }
    List<Object> outcomes = new ArrayList<>();
    Mirror mirror = sync(form, outcomes);
    synced.put(name, mirror);
    result.put("evidence", new TreeMap<>(mirror.evidence));
    result.put("syncs", outcomes);
    return result;
  }

  private Mirror mirrorAt(String name, Instant now) {
    Forms form = manifest.object("mirrors").object(name);
    return form.has("store") ? open(form, now).mirror : synced.get(name).copy();
  }

  private Map<String, Object> verify(Forms form) {
    Map<String, Object> result = new TreeMap<>();
    Forms input = form.object("input");
    String kind = input.string("kind");
    result.put("kind", kind);
    result.put("id", form.string("id"));
    if (form.has("needs")) {
      result.put("notTaken", form.string("needs"));
      return result;
    }
    try {
      put(result, new Case(folder, anchors.get(form.string("trustAnchor")), form,
          now -> form.get("mirror") == null ? null : mirrorAt(form.string("mirror"), now),
          form.has("online") ? server(form.object("online")) : path -> null).run());
    } catch (RuntimeException error) {
      java.io.StringWriter trace = new java.io.StringWriter();
      error.printStackTrace(new java.io.PrintWriter(trace));
      result.put("thrown", trace.toString());
    }
    return result;
  }

  private Map<String, Object> check(Forms form) {
    Map<String, Object> result = new TreeMap<>();
    result.put("kind", "receipt");
    result.put("id", form.string("id"));
    Forms hall = form.has("hall") ? form.object("hall") : null;
    put(result, VerificationReceipt.check(
        form.string("text"),
        form.has("windowKeys") ? Json.parse(file(form.string("windowKeys"))) : null,
        hall == null ? null : Json.parse(file(hall.string("file"))),
        hall == null ? List.of() : hall.list("pinned", 0, 100),
        form.has("proof") ? Json.parse(file(form.string("proof"))) : null,
        form.has("trustAnchor") ? anchors.get(form.string("trustAnchor")) : null,
        form.has("shown") ? form.string("shown") : null));
    return result;
  }

  private Map<String, Object> audit(Forms form) {
    Map<String, Object> result = AuditHead.take(form, anchors.get(form.string("trustAnchor")), this::file);
    result.put("kind", "audit");
    result.put("id", form.string("id"));
    return result;
  }

  static void put(Map<String, Object> result, Report report) {
    result.put("verdict", report.verdict());
    result.put("code", report.code());
    result.put("checks", report.lines());
  }
}
