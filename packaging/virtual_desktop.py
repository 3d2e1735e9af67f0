"""A whole desktop without a screen: X server, window manager, tray, session bus, accessibility bus, sound.

Used by the tests, by the benchmarks and by `make run` where no display exists. Everything it starts is ended
by process id when the `with` block is left, also after a failure.

    with VirtualDesktop() as desktop:
        desktop.start(["zenity", "--error", "--text", "The disk is full."])
        desktop.key("ctrl+alt+d")
        with desktop.recording(Path("out.wav")):
            ...

Sound: two PulseAudio null sinks. `speakers` is the default output; what is played there is recorded from
`speakers.monitor`. `mic` is a null sink whose monitor is the default input, so that playing a file into `mic`
is speaking into the microphone.
"""

from __future__ import annotations

import array
import collections
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

NEEDED = ("Xvfb", "openbox", "dbus-daemon", "pulseaudio", "pactl", "parec", "paplay", "xdotool")
AUDIBLE = 200
"""Of 32767: about -44 dB below full scale, well under speech, over dither."""
AT_SPI_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


class VirtualDesktop:
    """A context manager; `env` holds the variables that programs on this desktop need."""

    def __init__(
        self,
        size: tuple[int, int] = (1280, 800),
        *,
        sound: bool = True,
        bus: bool = True,
        accessibility: bool = True,
        tray: bool = True,
        display: bool = True,
    ) -> None:
        self.size = size
        self.env: dict[str, str] = {}
        self._want = {"sound": sound, "bus": bus, "a11y": accessibility, "tray": tray, "display": display}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = Path(tempfile.mkdtemp(prefix="hearsight-desktop-"))

    # -- life ---------------------------------------------------------------------------------------------------

    def __enter__(self) -> VirtualDesktop:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            raise RuntimeError(f"missing programs: {', '.join(missing)}; run: make setup")
        try:
            self._up()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in reversed(self._processes):
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(3)
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        self._processes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _up(self) -> None:
        runtime = self._folder / "runtime"
        runtime.mkdir(mode=0o700)
        home = self._folder / "home"
        home.mkdir()
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "VIRTUAL_ENV", "OPENBLAS_CORETYPE")}
        self.env = {
            **keep,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "LANG": keep.get("LANG", "C.UTF-8"),
            "HEARSIGHT_HOME": str(home / "hearsight"),
            "HEARSIGHT_MODELS": os.environ.get("HEARSIGHT_MODELS", str(_default_models())),
            "NO_AT_BRIDGE": "0",
            "GTK_MODULES": "gail:atk-bridge",
            "GNOME_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONUNBUFFERED": "1",
        }
        if self._want["bus"]:
            self._start_bus(runtime)
        if self._want["display"]:
            self._start_display()
        if self._want["a11y"] and self._want["bus"]:
            self._start_accessibility()
        if self._want["sound"]:
            self._start_sound(runtime)

    def _start_bus(self, runtime: Path) -> None:
        address = f"unix:path={runtime}/bus"
        self.start(["dbus-daemon", "--session", "--nofork", f"--address={address}"])
        self.wait_for((runtime / "bus").exists, "the session bus")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address

    def _start_display(self) -> None:
        read, write = os.pipe()
        w, h = self.size
        self.start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{w}x{h}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.env["DISPLAY"] = f":{number}"
        self.start(["openbox"])
        self.wait_for(lambda: self._has_root_property("_NET_SUPPORTING_WM_CHECK"), "the window manager")
        # A window that is mapped before openbox has its list of clients may never be managed.
        self.wait_for(lambda: self._has_root_property("_NET_CLIENT_LIST"), "the window manager's list")
        if self._want["tray"] and shutil.which("trayer"):
            self.start(["trayer", "--edge", "bottom", "--align", "right", "--height", "24", "--SetDockType", "true"])

    def _start_accessibility(self) -> None:
        launcher = next((path for path in AT_SPI_LAUNCHERS if Path(path).exists()), None)
        if launcher is None:
            raise RuntimeError("missing program: at-spi-bus-launcher; run: make setup")
        self.start([launcher, "--launch-immediately"])
        call = ["gdbus", "call", "--session", "-d", "org.a11y.Bus", "-o", "/org/a11y/bus", "-m"]
        self.wait_for(
            lambda: self.run([*call, "org.a11y.Bus.GetAddress"], check=False).returncode == 0, "the accessibility bus"
        )
        # Qt and Chromium look at this flag before they build their trees.
        self.run(
            ["gdbus", "call", "--session", "-d", "org.a11y.Bus", "-o", "/org/a11y/bus", "-m",
             "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>"],
            check=False,
        )  # fmt: skip

    def _start_sound(self, runtime: Path) -> None:
        script = runtime / "pulse.pa"
        script.write_text(
            "load-module module-native-protocol-unix\n"
            "load-module module-null-sink sink_name=speakers rate=44100 channels=2\n"
            "load-module module-null-sink sink_name=mic rate=44100 channels=1\n"
            "set-default-sink speakers\nset-default-source mic.monitor\n"
        )
        (runtime / "pulse").mkdir(mode=0o700, exist_ok=True)
        self.env["PULSE_SERVER"] = f"unix:{runtime}/pulse/native"
        # ALSA programs (PortAudio) reach PulseAudio by the plugin of libasound2-plugins.
        asound = self._folder / "asound.conf"
        asound.write_text(
            "</usr/share/alsa/alsa.conf>\n"
            "pcm.!default { type pulse }\nctl.!default { type pulse }\npcm.pulse { type pulse }\n"
        )
        self.env["ALSA_CONFIG_PATH"] = str(asound)
        self.start(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "-F", str(script)]
        )
        self.wait_for(lambda: self.run(["pactl", "info"], check=False).returncode == 0, "the sound server")
        # A real sound card works in small blocks. An idle null sink works in blocks of up to 2 s until somebody wants
        # them sooner, so somebody always does.
        for sink in ("mic", "speakers"):
            self.start(["parec", "-d", f"{sink}.monitor", "--raw", "--latency-msec=20"])

    # -- programs -----------------------------------------------------------------------------------------------

    def start(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        pass_fds: tuple[int, ...] = (),
        **kw: object,
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it is ended with the desktop. Output is dropped unless asked for."""
        settings: dict[str, object] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        settings.update(kw)
        process: subprocess.Popen[bytes] = subprocess.Popen(
            list(command),
            env={**self.env, **(env or {})},
            start_new_session=True,
            pass_fds=pass_fds,
            **settings,  # type: ignore[call-overload]
        )
        self._processes.append(process)
        return process

    def run(
        self, command: Sequence[str], *, check: bool = True, timeout_s: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, with its output."""
        return subprocess.run(
            list(command),
            env=self.env,
            check=check,
            timeout=timeout_s,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def wait_for(self, ready: Callable[[], bool], what: str, timeout_s: float = 20) -> None:
        end = time.monotonic() + timeout_s
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not come up within {timeout_s:.0f} s")
            time.sleep(0.05)

    def wait_for_window(self, title: str, timeout_s: float = 30) -> int:
        """Wait until a visible window whose title matches `title` (a regular expression) exists; its id."""
        found: list[int] = []

        def there() -> bool:
            result = self.run(["xdotool", "search", "--onlyvisible", "--name", title], check=False)
            found[:] = [int(line) for line in result.stdout.split()]
            return bool(found)

        self.wait_for(there, f"the window {title!r}", timeout_s)
        return found[-1]

    def focus(self, window: int) -> None:
        self.run(["xdotool", "windowactivate", "--sync", str(window)])

    def key(self, *keys: str) -> None:
        """Press and release keys, xdotool's names: "ctrl+alt+d"."""
        self.run(["xdotool", "key", *keys])

    def _has_root_property(self, name: str) -> bool:
        if shutil.which("xprop") is None:
            time.sleep(0.5)
            return True
        return "window id" in self.run(["xprop", "-root", name], check=False).stdout

    # -- sound --------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def recording(self, path: Path, rate: int = 16_000, channels: int = 1) -> Iterator[Path]:
        """Record what the speakers play to a 16-bit WAV file, mono or stereo, while the block runs."""
        with path.open("wb") as out:
            process = self.start(
                ["parec", "-d", "speakers.monitor", "--file-format=wav", "--format=s16le", f"--rate={rate}",
                 f"--channels={channels}", "--latency-msec=20"],
                stdout=out,
            )  # fmt: skip
            time.sleep(0.3)  # parec has no sign that it runs; the start of the recording must not be cut
            try:
                yield path
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(5)

    def wait_for_sound(self, timeout_s: float = 20.0) -> None:
        """Wait until something is heard from the speakers; `RuntimeError` when nothing is."""
        end = time.monotonic() + timeout_s
        for loud in self._loudness():
            if loud:
                return
            if time.monotonic() > end:
                raise RuntimeError(f"nothing was heard within {timeout_s:.0f} s")

    def wait_for_speech(self, timeout_s: float = 30.0) -> None:
        """Wait until something speaks: no earcon is audible in 8 of 12 parts of 50 ms. `RuntimeError` when nothing
        does."""
        end = time.monotonic() + timeout_s
        lately: collections.deque[bool] = collections.deque(maxlen=12)
        for loud in self._loudness():
            lately.append(loud)
            if sum(lately) >= 8:
                return
            if time.monotonic() > end:
                raise RuntimeError(f"nothing spoke within {timeout_s:.0f} s")

    def wait_for_quiet(self, *, quiet_s: float = 1.2, start_s: float = 20.0, end_s: float = 90.0) -> None:
        """Wait until something is heard from the speakers, then until it has been silent for `quiet_s` seconds.

        With `start_s` 0 the sound has begun already. Raises `RuntimeError` when nothing is heard within `start_s`, or
        it does not end within `end_s`.
        """
        began = time.monotonic()
        heard, silent_since = start_s == 0, began
        for loud in self._loudness():
            now = time.monotonic()
            if loud:
                heard, silent_since = True, now
            if heard and now - silent_since > quiet_s:
                return
            if not heard and now - began > start_s:
                raise RuntimeError(f"nothing was heard within {start_s:.0f} s")
            if now - began > end_s:
                raise RuntimeError(f"it did not become quiet within {end_s:.0f} s")

    def _loudness(self) -> Iterator[bool]:
        """For each 50 ms that the speakers play from now on: is anything audible?"""
        process = self.start(
            ["parec", "-d", "speakers.monitor", "--raw", "--format=s16le", "--rate=8000", "--channels=1",
             "--latency-msec=20"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            while data := process.stdout.read(800):
                yield max(array.array("h", data), default=0) > AUDIBLE
        finally:
            process.terminate()
            process.wait(5)
            process.stdout.close()

    def speak_into_microphone(self, wav: Path) -> None:
        """Play a WAV file into the virtual microphone; returns when it was played."""
        self.run(["paplay", "--device=mic", str(wav)])

    def screenshot(self, path: Path) -> Path:
        """The whole screen as a PNG file."""
        import mss  # here only: the rest of this file needs nothing but the standard library
        import mss.tools

        with mss.MSS(display=self.env["DISPLAY"]) as grabber:
            shot = grabber.grab(grabber.monitors[0])
            mss.tools.to_png(shot.rgb, shot.size, output=str(path))
        return path


def likeness(heard: str, said: str) -> float:
    """Percent of `said` that a recogniser made out somewhere in `heard`: letters and digits alone are compared.

    Whisper was not trained on espeak-ng, and makes "This is full" of "disk is full" now and then; what was really said
    is alike by more than 75, another sentence by less than 60.
    """
    from rapidfuzz import fuzz

    return float(fuzz.partial_ratio(_letters(said), _letters(heard)))


def _letters(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def _default_models() -> Path:
    base = os.environ.get("HEARSIGHT_HOME")
    if base:
        return Path(base) / "models"
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "hearsight" / "models"
