"""Completion for bash, zsh and fish. Names are asked of the running instance; where none runs, there are none."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from .verbs import PROGRAM, Command, commands

MADE = "# Made by packaging/command_line from the program's own parser: change that."
WITH_VALUE = "--config-dir|--log-level"
BASH = """\
{made}

_multisocket_gui() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} verb= i=1
    local -a before=() flags=() commands=()
    local listed= files=
    while (( i < COMP_CWORD )); do
        case ${{COMP_WORDS[i]}} in
            {with_value}) before+=("${{COMP_WORDS[i]}}" "${{COMP_WORDS[i+1]/#\\~/$HOME}}"); i=$((i + 2)) ;;
            -*) before+=("${{COMP_WORDS[i]}}"); i=$((i + 1)) ;;
            *) break ;;
        esac
    done
    (( i < COMP_CWORD )) && verb=${{COMP_WORDS[i]}}
    case $verb in
        {families}) (( i + 1 < COMP_CWORD )) && verb+=" ${{COMP_WORDS[i+1]}}" ;;
    esac
    case $verb in
{arms}
    esac
    COMPREPLY=()
    case $cur in
        -*) COMPREPLY=($(compgen -W "${{flags[*]}}" -- "$cur")); return ;;
    esac
    [[ $files ]] && {{ compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return; }}
    [[ ${{commands[*]}} ]] && COMPREPLY=($(compgen -W "${{commands[*]}}" -- "$cur"))
    [[ $listed ]] || return
    local typed=$cur quoted= name
    case $cur in
        [\\"\\']*) quoted=1 typed=${{cur:1}} ;;
        *) typed=${{cur//\\\\/}} ;;
    esac
    while IFS= read -r name; do
        if [[ ${{name,,}} == "${{typed,,}}"* ]]; then
            [[ $quoted ]] || printf -v name %q "$name"
            COMPREPLY+=("$name")
        fi
    done < <("${{COMP_WORDS[0]}}" "${{before[@]}}" list $listed 2>/dev/null)
}}
complete -F _multisocket_gui {program}
"""
ZSH = """\
#compdef {program}
{made}

_multisocket_gui() {{
    local verb= listed= files= i=2
    local -a before flags commands names
    while (( i < CURRENT )); do
        case $words[i] in
            {with_value}) before+=("$words[i]" "${{(Q)words[i+1]/#\\~/$HOME}}"); (( i += 2 )) ;;
            -*) before+=("$words[i]"); (( i += 1 )) ;;
            *) break ;;
        esac
    done
    (( i < CURRENT )) && verb=$words[i]
    case $verb in
        {families}) (( i + 1 < CURRENT )) && verb+=" $words[i+1]" ;;
    esac
    case $verb in
{arms}
    esac
    if [[ $PREFIX == -* ]]; then
        _describe -o option flags
        return
    fi
    [[ -n $files ]] && _files
    (( $#commands )) && _describe command commands
    if [[ -n $listed ]]; then
        names=(${{(f)"$($words[1] $before list ${{=listed}} 2>/dev/null)"}})
        compadd -M 'm:{{[:lower:][:upper:]}}={{[:upper:][:lower:]}}' -a names
    fi
}}

_multisocket_gui "$@"
"""
FISH = """\
{made}

function __multisocket_gui_read
    # What stands before the command, and the command; "before" or "verb".
    set -l tokens (commandline -opc)
    set -l before
    set -e tokens[1]
    while set -q tokens[1]; and string match -q -- '-*' $tokens[1]
        if contains -- $tokens[1] {with_value_words}; and set -q tokens[2]
            set -a before $tokens[1] (string replace -r '^~' $HOME -- $tokens[2])
            set -e tokens[1]
        else
            set -a before $tokens[1]
        end
        set -e tokens[1]
    end
    if test $argv[1] = before
        test (count $before) -gt 0; and printf '%s\\n' $before
    else if contains -- "$tokens[1]" {families_words}; and set -q tokens[2]
        echo "$tokens[1] $tokens[2]"
    else
        echo "$tokens[1]"
    end
end

function __multisocket_gui_at
    test (__multisocket_gui_read verb) = "$argv[1]"
end

function __multisocket_gui_names
    set -l program (commandline -opc)[1]
    set -l before (__multisocket_gui_read before)
    $program $before list $argv 2>/dev/null
end

complete -c {program} -f
{arms}
"""


def bash() -> str:
    return BASH.format(**_common(), arms=_arms(_bash_arm))


def zsh() -> str:
    return ZSH.format(**_common(), arms=_arms(_zsh_arm))


def fish() -> str:
    words = {"with_value_words": WITH_VALUE.replace("|", " "), "families_words": " ".join(_families())}
    lines = (line for command in commands() for line in _fish_lines(command))
    return FISH.format(**_common(), **words, arms="\n".join(lines))


def _common() -> dict[str, str]:
    return {"made": MADE, "program": PROGRAM, "with_value": WITH_VALUE, "families": "|".join(_families())}


def _families() -> list[str]:
    return [command.name for command in commands() if command.words and command.commands]


def _arms(arm: object) -> str:
    assert callable(arm)
    return "\n".join(f"        {shlex.quote(command.name)}) {'; '.join(arm(command))} ;;" for command in commands())


def _bash_arm(command: Command) -> Iterable[str]:
    yield f"flags=({' '.join(_flags(command))})"
    if names := [name for name, _ in _following(command)]:
        yield f"commands=({' '.join(names)})"
    yield from _places(command)


def _zsh_arm(command: Command) -> Iterable[str]:
    helps = (f"{flag}:{_plain(each.help)}" for each in command.options for flag in each.flags)
    yield f"flags=({' '.join(map(shlex.quote, helps))})"
    if following := [f"{name}:{_plain(sentence)}" if sentence else name for name, sentence in _following(command)]:
        yield f"commands=({' '.join(map(shlex.quote, following))})"
    yield from _places(command)


def _fish_lines(command: Command) -> Iterable[str]:
    at = f"complete -c {PROGRAM} -n {_fish(f'__multisocket_gui_at {_fish(command.name)}')}"
    for each in command.options:
        flags = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in each.flags)
        folder = " -r" + (f" -a {_fish(' '.join(each.choices))}" if each.choices else " -F") if each.takes else ""
        yield f"{at} {flags}{folder} -d {_fish(_plain(each.help))}"
    for name, sentence in _following(command):
        yield f"{at} -a {name} -d {_fish(_plain(sentence))}"
    if command.listed:
        yield f"{at} -a '(__multisocket_gui_names {command.listed})'"
    if command.files:
        yield f"{at} -F"


def _places(command: Command) -> Iterable[str]:
    if command.listed:
        yield f"listed={shlex.quote(command.listed)}"
    if command.files:
        yield "files=1"


def _following(command: Command) -> list[tuple[str, str]]:
    """The commands that may follow, or the words of which one may stand there."""
    chosen = command.place.choices if command.place else ()
    return [*command.commands, *((each, "") for each in chosen)]


def _flags(command: Command) -> Iterable[str]:
    return (flag for option in command.options for flag in option.flags)


def _plain(sentence: str) -> str:
    return (sentence % {"prog": PROGRAM}).replace(":", ",")


def _fish(text: str) -> str:
    """As a word of fish, in single quotes."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
