"""One program a configuration folder, whoever starts it how often."""

from __future__ import annotations

import signal

from .facts import until
from .hand import Hand
from .program import Installation

AT_ONCE = 8


def test_a_second_start_raises_the_first_window(demo: Installation, hand: Hand) -> None:
    with demo.running() as program:
        window = program.window()
        until(lambda: hand.active_window() == window)
        hand.minimize(window)
        until(lambda: hand.active_window() != window)
        second = demo.ask()
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert program.window() == window
        until(lambda: hand.active_window() == window)


def test_of_eight_starts_at_once_exactly_one_stays(demo: Installation) -> None:
    starts = [demo.start() for _ in range(AT_ONCE)]
    try:
        until(lambda: sum(start.poll() is not None for start in starts) == AT_ONCE - 1, seconds=60)
        assert demo.ask("status").returncode == 0
        assert demo.ask("quit").returncode == 0
        ends = [start.communicate(timeout=20) for start in starts]
        assert ends == [("", "")] * AT_ONCE
        assert [start.returncode for start in starts] == [0] * AT_ONCE
    finally:
        for start in starts:
            start.kill()


def test_after_a_crash_the_next_takes_over(demo: Installation) -> None:
    with demo.running() as crashed:
        crashed.killed()
    assert demo.ask("status").returncode == 7
    with demo.running() as program:
        assert program.window()
        assert demo.ask("status").returncode == 0


def test_two_folders_are_two_instances(demo: Installation, home: Installation) -> None:
    with demo.running(), home.running():
        assert home.ask("quit").returncode == 0
        assert demo.ask("status").returncode == 0


def test_a_first_instance_that_hangs_is_told_and_not_waited_for(demo: Installation) -> None:
    with demo.running() as program:
        until(lambda: demo.ask("status").returncode == 0)
        program.process.send_signal(signal.SIGSTOP)
        second = demo.ask()
        program.process.send_signal(signal.SIGCONT)
        assert second.returncode == 1
        assert second.stderr == "Multisocket GUI is running but does not answer. End it, then start it again.\n"
