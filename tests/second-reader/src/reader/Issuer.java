package reader;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the registry has about one issuer. */
final class Issuer {
  record Version(long n, long p) {
    static final Version NONE = new Version(0, 0);

    static Version of(Forms under) {
      return new Version(under.natural("n"), under.natural("p"));
    }
  }

  static final class Key {
    final String kid;
    final String alg;
    final String use;
    final byte[] spki;
    final PublicKey key;
    final int from;
    Integer until = null;

    Key(String kid, String alg, String use, byte[] spki, PublicKey key, int from) {
      this.kid = kid;
      this.alg = alg;
      this.use = use;
      this.spki = spki;
      this.key = key;
      this.from = from;
    }
  }

  /** A version with the registration that was in force in it. */
  record Past(Version version, String owner, Set<String> types, boolean isRetired) {}

  final String code;
  String name;
  String owner;
  Set<String> types = Set.of();
  final Set<String> everTypes = new HashSet<>();
  boolean isRetired;
  String successor;
  final Map<String, Key> keys = new TreeMap<>();
  final List<Past> versions = new ArrayList<>();
  Version version = Version.NONE;

  Issuer(String code) {
    this.code = code;
  }

  /** The number that the next version will have. */
  int next() {
    return versions.size();
  }

  void begin(Version next) {
    version = next;
    versions.add(new Past(next, owner, types, isRetired));
  }

  /** -1 where it never had this version. */
  int indexOf(Version wanted) {
    for (int n = 0; n < versions.size(); n++) if (versions.get(n).version.equals(wanted)) return n;
    return -1;
  }

  boolean wasOwnedAt(Version wanted, String mspId) {
    return versions.stream().anyMatch(past -> past.version.equals(wanted) && mspId.equals(past.owner));
  }

  void register(String name, List<String> types) {
    this.name = name;
    this.types = Set.copyOf(types);
    everTypes.addAll(types);
    isRetired = false;
  }
}
