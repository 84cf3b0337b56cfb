/** The files of a chosen folder by their paths from its own name on, with `/` between. */
export function filesByPath(files: Iterable<File> | FileList): Map<string, File> {
  return new Map([...files].map((file) => [file.webkitRelativePath || file.name, file]));
}
