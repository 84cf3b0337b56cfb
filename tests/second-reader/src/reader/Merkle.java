package reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** RFC 6962 §2.1. */
final class Merkle {
  private Merkle() {}

  static byte[] leaf(byte[] input) {
    return Bytes.sha256(new byte[] {0}, input);
  }

  static byte[] node(byte[] left, byte[] right) {
    return Bytes.sha256(new byte[] {1}, left, right);
  }

  static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) return Bytes.sha256();
    if (leaves.size() == 1) return leaves.get(0);
    int split = Integer.highestOneBit(leaves.size() - 1);
    return node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  static List<byte[]> path(int index, List<byte[]> leaves) {
    if (leaves.size() == 1) return new ArrayList<>();
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<byte[]> left = leaves.subList(0, split);
    List<byte[]> right = leaves.subList(split, leaves.size());
    List<byte[]> path = index < split ? path(index, left) : path(index - split, right);
    path.add(root(index < split ? right : left));
    return path;
  }

  /** RFC 9162 §2.1.3.2, of at most 2^31 - 1 leaves. */
  static boolean leads(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size || size > Integer.MAX_VALUE) return false;
    if (leaf.length != 32 || path.stream().anyMatch(hash -> hash.length != 32)) return false;
    long fn = index;
    long sn = size - 1;
    byte[] hash = leaf;
    for (byte[] sibling : path) {
      if (sn == 0) return false;
      if ((fn & 1) == 1 || fn == sn) {
        hash = node(sibling, hash);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && Arrays.equals(hash, root);
  }
}
