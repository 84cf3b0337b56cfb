package reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects of a PDF of the profile "In a PDF": one revision, no byte unaccounted for. Values are
 * `Map` (dictionary), `List`, `Name`, `Ref`, `Stream`, `byte[]` (string), `Double`, `Boolean`, null.
 */
final class Pdf {
  record Name(String text) {}

  record Ref(int number) {}

  record Stream(Map<String, Object> dictionary, byte[] data) {}

  private static final String SPACE = "\t\n\f\r ";
  private static final String DELIMITERS = "()<>[]{}/%";
  private static final Set<String> KEYS_REFUSED =
      Set.of("AA", "Collection", "Encrypt", "FFilter", "JS", "JavaScript", "OCProperties", "OpenAction", "OPI", "XFA");
  private static final Set<String> NAMES_REFUSED =
      Set.of(
          "3D", "DocTimeStamp", "FileAttachment", "GoTo3DView", "GoToE", "GoToR", "Hide", "ImportData", "JavaScript",
          "Launch", "Movie", "ObjStm", "Rendition", "ResetForm", "RichMedia", "RichMediaExecute", "Screen",
          "SetOCGState", "Sound", "SubmitForm", "XRef");
  private static final java.util.regex.Pattern REFERENCE =
      java.util.regex.Pattern.compile("([0-9]{1,10}) 0 R(?![^\0\t\n\f\r ()<>\\[\\]{}/%])");
  final Map<Integer, Object> objects = new HashMap<>();
  final List<Map<String, Object>> dictionaries = new ArrayList<>();
  /** Where the hex string of `Contents` of each dictionary that has one begins, and ends, with its brackets. */
  final Map<Map<String, Object>, int[]> contents = new java.util.IdentityHashMap<>();
  Map<String, Object> trailer;
  /** Of the table, those of free objects included. */
  private int entries;
  private final byte[] file;
  private final String text;
  private int at;

  Pdf(byte[] file) {
    this.file = file;
    this.text = Bytes.latin1(file);
    try {
      read();
    } catch (IndexOutOfBoundsException | NumberFormatException error) {
      throw refused();
    }
  }

  static Refused refused() {
    return new Refused("STRUCTURE_REFUSED");
  }

  static void need(boolean holds) {
    if (!holds) throw refused();
  }

  private void read() {
    java.util.regex.Matcher head =
        java.util.regex.Pattern.compile("^%PDF-1\\.7\n%[\\x80-\\xff]{4,32}\n").matcher(text);
    need(head.find());
    java.util.regex.Matcher tail =
        java.util.regex.Pattern.compile("startxref\n([0-9]{1,10})\n%%EOF\n$").matcher(text);
    need(tail.find() && tail.end() == text.length());
    int table = Integer.parseInt(tail.group(1));
    need(text.startsWith("xref\n", table));
    at = table + 5;
    Map<Integer, Integer> offsets = table();
    need(text.startsWith("trailer", at));
    at += 7;
    trailer = dictionary(value(0));
    need(Double.valueOf(entries).equals(trailer.get("Size")));
    need(Set.of("Size", "Root", "Info", "ID").containsAll(trailer.keySet()));
    space();
    need(at == tail.start());
    List<Integer> order = new ArrayList<>(offsets.keySet());
    order.sort(java.util.Comparator.comparing(offsets::get));
    at = head.end();
    for (int number : order) {
      space();
      need(at == offsets.get(number));
      word(number + " 0 obj");
      objects.put(number, object());
    }
    space();
    need(at == table);
  }

  private Map<Integer, Integer> table() {
    Map<Integer, Integer> offsets = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    java.util.regex.Pattern section = java.util.regex.Pattern.compile("([0-9]{1,6}) ([0-9]{1,6}) ?\r?\n");
    java.util.regex.Pattern entry = java.util.regex.Pattern.compile("([0-9]{10}) ([0-9]{5}) ([nf])( \n| \r|\r\n)");
    java.util.regex.Matcher sections = section.matcher(text);
    while (sections.region(at, text.length()).lookingAt()) {
      int first = Integer.parseInt(sections.group(1));
      int count = Integer.parseInt(sections.group(2));
      at = sections.end();
      for (int n = 0; n < count; n++, at += 20) {
        java.util.regex.Matcher one = entry.matcher(text).region(at, at + 20);
        need(one.matches() && seen.add(first + n) && seen.size() <= 20_000);
        if (one.group(3).equals("f")) continue;
        need(one.group(2).equals("00000"));
        offsets.put(first + n, Integer.parseInt(one.group(1)));
      }
    }
    entries = seen.size();
    return offsets;
  }

  private Object object() {
    Object value = value(0);
    space();
    if (text.startsWith("stream", at)) {
      at += 6;
      if (text.charAt(at) == '\r') at++;
      need(text.charAt(at++) == '\n');
      Map<String, Object> dictionary = dictionary(value);
      need(dictionary.get("Length") instanceof Double);
      int length = ((Double) dictionary.get("Length")).intValue();
      need(length >= 0 && length <= file.length - at);
      value = new Stream(dictionary, Bytes.slice(file, at, at + length));
      at += length;
      space();
      word("endstream");
      space();
    }
    word("endobj");
    return value;
  }

  private void space() {
    while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) at++;
  }

  private void word(String wanted) {
    need(text.startsWith(wanted, at));
    at += wanted.length();
    need(at == text.length() || isEnd(text.charAt(at)));
  }

  private static boolean isEnd(char c) {
    return SPACE.indexOf(c) >= 0 || DELIMITERS.indexOf(c) >= 0;
  }

  private String token() {
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) at++;
    need(at > start);
    return text.substring(start, at);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> dictionary(Object value) {
    need(value instanceof Map<?, ?>);
    return (Map<String, Object>) value;
  }

  private Object value(int level) {
    need(level <= 32);
    space();
    char c = text.charAt(at);
    if (c == '<' && text.charAt(at + 1) == '<') return members(level);
    if (c == '<') return hex();
    if (c == '(') return string();
    if (c == '/') {
      Name name = name();
      need(!NAMES_REFUSED.contains(name.text));
      return name;
    }
    if (c == '[') {
      at++;
      List<Object> items = new ArrayList<>();
      for (space(); text.charAt(at) != ']'; space()) items.add(value(level + 1));
      at++;
      return items;
    }
    java.util.regex.Matcher reference = REFERENCE.matcher(text);
    if (reference.region(at, text.length()).lookingAt()) {
      at = reference.end();
      return new Ref(Integer.parseInt(reference.group(1)));
    }
    String word = token();
    if (word.equals("true") || word.equals("false")) return word.equals("true");
    if (word.equals("null")) return null;
    need(word.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)"));
    return Double.valueOf(word);
  }

  private Name name() {
    at++;
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) at++;
    String written = text.substring(start, at);
    need(written.length() <= 128);
    StringBuilder out = new StringBuilder();
    for (int n = 0; n < written.length(); n++) {
      if (written.charAt(n) != '#') {
        out.append(written.charAt(n));
        continue;
      }
      String hex = written.substring(n + 1, n + 3);
      need(hex.matches("[0-9a-fA-F]{2}") && !hex.equals("00"));
      out.append((char) Integer.parseInt(hex, 16));
      n += 2;
    }
    return new Name(out.toString());
  }

  private Map<String, Object> members(int level) {
    at += 2;
    Map<String, Object> members = new HashMap<>();
    int[] place = null;
    for (space(); text.charAt(at) != '>'; space()) {
      need(text.charAt(at) == '/');
      String key = name().text;
      need(!members.containsKey(key) && !KEYS_REFUSED.contains(key));
      space();
      int start = at;
      members.put(key, value(level + 1));
      if (key.equals("Contents")) place = new int[] {start, at};
    }
    need(text.charAt(at + 1) == '>');
    at += 2;
    dictionaries.add(members);
    if (place != null) contents.put(members, place);
    return members;
  }

  private byte[] hex() {
    int end = text.indexOf('>', at);
    need(end > 0);
    String digits = text.substring(at + 1, end).replaceAll("[\t\n\f\r ]", "");
    need(digits.matches("[0-9a-fA-F]*"));
    at = end + 1;
    return java.util.HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : digits + "0");
  }

  private byte[] string() {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    do {
      char c = text.charAt(at++);
      if (c == '\\') {
        out.append(c).append(text.charAt(at++));
        continue;
      }
      if (c == '(') depth++;
      if (c == ')') depth--;
      out.append(c);
    } while (depth > 0);
    return Bytes.ascii(out.substring(1, out.length() - 1));
  }

  Object resolve(Object value) {
    Object now = value;
    for (int n = 0; n < 32 && now instanceof Ref ref; n++) {
      need(objects.containsKey(ref.number));
      now = objects.get(ref.number);
    }
    return now;
  }

  static boolean isName(Object value, String wanted) {
    return value instanceof Name name && name.text.equals(wanted);
  }
}
