"""Any way to reach something outside the sandbox. Only services that the test itself runs on this machine are tried."""
from .case import Case, Host, family, pays


def contacted(host: Host, student: str) -> str:
    return f"{len(host.connections)} connections" if host.connections else ""


def connect(name: str, body: str, why: str) -> Case:
    return Case(name, pays(f"import os, socket\ndef attack():\n    try:\n" + "\n".join(f"        {line}" for line in body.strip().split("\n"))
                           + "\n    except OSError:\n        return False"), why=why, after=contacted)


CASES = family(
    "network",
    connect("tcp-loopback", 'socket.create_connection(("127.0.0.1", @PORT@), 2).sendall(b"tcp")\nreturn True', "a service on this machine's loopback interface"),
    connect("tcp-loopback-v6", 's = socket.socket(socket.AF_INET6)\ns.settimeout(2)\ns.connect(("::ffff:127.0.0.1", @PORT@))\ns.sendall(b"v6")\nreturn True', "the same by an IPv6 address"),
    connect("tcp-any-address", 'socket.create_connection(("0.0.0.0", @PORT@), 2).sendall(b"any")\nreturn True', "the same by the address 0.0.0.0"),
    connect("udp-loopback", '''
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"udp", ("127.0.0.1", @PORT@))
s.settimeout(1)
return s.recv(10) == b"pong"''', "a datagram, as name resolution would send"),
    connect("unix-socket", 's = socket.socket(socket.AF_UNIX)\ns.settimeout(2)\ns.connect("@SOCKET@")\ns.sendall(b"unix")\nreturn True', "a Unix socket in a folder that everybody may enter"),
    connect("abstract-socket", 's = socket.socket(socket.AF_UNIX)\ns.settimeout(2)\ns.connect("\\0@ABSTRACT@")\ns.sendall(b"abstract")\nreturn True',
            "an abstract Unix socket, which no file system protects"),
    connect("other-interfaces", '''
lines = open("/proc/net/dev").read().splitlines()[2:]
return any(line.split(":")[0].strip() != "lo" for line in lines)''', "a network interface beside loopback (a cloud's metadata service is reached through one)"),
    connect("raw-socket", 's = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)\nreturn s.fileno() >= 0', "a raw socket"),
    connect("packet-socket", 's = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)\nreturn s.fileno() >= 0', "a packet socket, to listen on the wire"),
    connect("vsock", 's = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)\ns.settimeout(1)\ns.bind((socket.VMADDR_CID_ANY, 54321))\nreturn True', "a socket to the machine under a virtual machine"),
    connect("kernel-services", '''
import glob, time
names = [line.split()[-1] for line in open("/proc/net/unix").read().splitlines()[1:] if len(line.split()) > 7]
for name in names:
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(0.2)
    try:
        s.connect("\\0" + name[1:] if name.startswith("@") else name)
        if "@ABSTRACT@" in name or name == "@SOCKET@":
            s.sendall(b"listed")
            return True
    except OSError:
        pass
return False''', "every socket that /proc/net/unix lists"),
    connect("dbus-and-docker", '''
import glob
for path in glob.glob("/run/**/*.sock", recursive=True) + glob.glob("/var/run/**/*socket*", recursive=True) + ["/run/dbus/system_bus_socket", "/var/run/docker.sock", "@SOCKET@"]:
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(0.2)
    try:
        s.connect(path)
        return True
    except OSError:
        pass
return False''', "sockets of system services, Docker's for one"),
    connect("listen", '''
s = socket.socket()
s.bind(("0.0.0.0", 0))
s.listen()
return any(line.split(":")[0].strip() != "lo" for line in open("/proc/net/dev").read().splitlines()[2:])''', "waits for somebody outside to connect"),
)
