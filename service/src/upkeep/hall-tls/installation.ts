/** How the authority's root comes onto a window's PC, in both languages; goes there beside it on a USB stick. */
export function installation({
  names,
  fingerprint,
}: {
  readonly names: readonly string[];
  readonly fingerprint: string;
}): string {
  const [name = ''] = names;
  return `在窗口电脑上安装根证书
=====================

安装后，本机浏览器信任下列地址，窗口才能使用密码、相机和断网后的功能。这个根证书只对这些名称有效，不能冒充其他网站：
${names.join('、')}

一、把 authority.crt 和本文件复制到窗口电脑（U盘即可）。authority.key 和 key.pem 不得离开服务器。

二、核对指纹。计算 authority.crt 的 SHA-256 指纹，与服务器管理员另行告知的（电话、盖章的纸）逐字核对；不一致的不要安装：
${fingerprint}
  Windows：  certutil -dump authority.crt     （看“证书哈希(sha256)”）
  Linux：    openssl x509 -in authority.crt -noout -fingerprint -sha256

三、安装（以管理员身份）：
  Windows（Edge、Chrome、360、Firefox 120以上）：
             certutil -addstore -f Root authority.crt
  统信UOS、麒麟、Debian：
             sudo cp authority.crt /usr/local/share/ca-certificates/certbridge-hall.crt && sudo update-ca-certificates
    其上的 Chromium 类浏览器另有证书库，以窗口人员的账户运行（软件包 libnss3-tools）：
             certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n certbridge-hall -i authority.crt
  macOS：    sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain authority.crt
  旧版 Firefox：设置 → 隐私与安全 → 查看证书 → 证书颁发机构 → 导入，只勾选“信任由此证书颁发机构来标识网站”。

四、关闭并重新打开浏览器，打开 https://${name} （不是 443 端口的，后面加冒号和端口号）加 /window，应没有任何警告。

停用：Windows 运行 certlm.msc，在“受信任的根证书颁发机构”中删除；Linux 删除上述文件后再运行 update-ca-certificates。


Installing the root certificate on a window's PC
================================================

Browsers of this PC then trust the addresses below, and a window has cryptography, camera and offline use. The root is good for these names alone and cannot stand in for any other website: ${names.join(', ')}

1. Copy authority.crt and this file to the PC (a USB stick will do). authority.key and key.pem never leave the server.

2. Compare the SHA-256 fingerprint of authority.crt with the one that the server's administrator tells you by another way (telephone, stamped paper). Do not install it if they differ:
${fingerprint}
  Windows:  certutil -dump authority.crt     (see "Cert Hash(sha256)")
  Linux:    openssl x509 -in authority.crt -noout -fingerprint -sha256

3. Install it, as an administrator:
  Windows (Edge, Chrome, Firefox 120 or later):
            certutil -addstore -f Root authority.crt
  UOS, Kylin, Debian:
            sudo cp authority.crt /usr/local/share/ca-certificates/certbridge-hall.crt && sudo update-ca-certificates
    Chromium there has a store of its own; as the user who works at the window (package libnss3-tools):
            certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n certbridge-hall -i authority.crt
  macOS:    sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain authority.crt
  Older Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import; check only "Trust this CA to identify websites".

4. Close the browser, open it again at https://${name} (followed by a colon and the port where it is not 443) with /window behind it: there should be no warning.

To take it back: on Windows delete it in certlm.msc under Trusted Root Certification Authorities; on Linux delete the file named above and run update-ca-certificates again.
`;
}
