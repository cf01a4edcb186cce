# Made by packaging/command_line from the program's own parser: change that.

function __multisocket_gui_read
    # What stands before the command, and the command; "before" or "verb".
    set -l tokens (commandline -opc)
    set -l before
    set -e tokens[1]
    while set -q tokens[1]; and string match -q -- '-*' $tokens[1]
        if contains -- $tokens[1] --config-dir --log-level; and set -q tokens[2]
            set -a before $tokens[1] (string replace -r '^~' $HOME -- $tokens[2])
            set -e tokens[1]
        else
            set -a before $tokens[1]
        end
        set -e tokens[1]
    end
    if test $argv[1] = before
        test (count $before) -gt 0; and printf '%s\n' $before
    else if contains -- "$tokens[1]" scene link; and set -q tokens[2]
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

complete -c multisocket-gui -f
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l demo -d 'use the embedded cloud, nothing real is switched'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l config-dir -r -F -d 'keep settings, state, cache and log under DIR'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l minimized -d 'start in the tray, where there is one'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l connect -d 'open the steps that connect your home'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l log-level -r -a 'debug info warning error' -d 'how much to log'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -l version -d 'show program\'s version number and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a status -d 'what is known of every outlet'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a list -d 'the names of what there is'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a history -d 'what happened, newest first'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a on -d 'turn an outlet on'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a off -d 'turn an outlet off'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a toggle -d 'turn an outlet on if it is off, off if it is on'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a all-off -d 'turn every outlet of a plant, or of all plants, off'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a all-on -d 'turn every outlet of a plant, or of all plants, on'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a undo -d 'take the last action back, within ten seconds'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a scene -d 'scenes, named states of several outlets'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a lock -d 'lock an outlet, nothing here switches it any more'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a ask -d 'ask before an outlet is switched off'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a unlock -d 'neither lock nor ask any more'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a link -d 'links, one address for one action'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a open -d 'carry out a link'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a sign-in -d 'sign in with the browser'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a sign-out -d 'sign out'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a refresh -d 'read every socket again'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a show -d 'show the window'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a palette -d 'show the palette, type what you want'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a panel -d 'show the favourites'
complete -c multisocket-gui -n '__multisocket_gui_at \'\'' -a quit -d 'quit the running instance'
complete -c multisocket-gui -n '__multisocket_gui_at \'status\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'status\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -l spellings -d 'outlets by every name that means one alone'
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a plants -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a sockets -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a outlets -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a scenes -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a timers -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'list\'' -a links -d ''
complete -c multisocket-gui -n '__multisocket_gui_at \'history\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'history\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'history\'' -l since -r -F -d 'not before, 2h, 07,10, or a date like 2026-03-01'
complete -c multisocket-gui -n '__multisocket_gui_at \'history\'' -s n -r -F -d 'at most so many lines'
complete -c multisocket-gui -n '__multisocket_gui_at \'on\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'on\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'on\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'on\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'on\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -l yes -d 'yes, also where an outlet asks before it is switched off'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'off\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -l yes -d 'yes, also where an outlet asks before it is switched off'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'toggle\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -l dry-run -d 'say what would change, and switch nothing'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -l yes -d 'yes, also where an outlet asks before it is switched off'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-off\'' -a '(__multisocket_gui_names plants)'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -l dry-run -d 'say what would change, and switch nothing'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'all-on\'' -a '(__multisocket_gui_names plants)'
complete -c multisocket-gui -n '__multisocket_gui_at \'undo\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'undo\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'undo\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'undo\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene\'' -a list -d 'every scene, and whether it is active'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene\'' -a apply -d 'switch what the scene wants'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene\'' -a off -d 'turn off what the scene turned on'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene\'' -a status -d 'whether the scene is active'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene list\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene list\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -l dry-run -d 'say what would change, and switch nothing'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene apply\'' -a '(__multisocket_gui_names scenes)'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -l dry-run -d 'say what would change, and switch nothing'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene off\'' -a '(__multisocket_gui_names scenes)'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene status\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene status\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'scene status\'' -a '(__multisocket_gui_names scenes)'
complete -c multisocket-gui -n '__multisocket_gui_at \'lock\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'lock\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'lock\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'ask\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'ask\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'ask\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'unlock\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'unlock\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'unlock\'' -a '(__multisocket_gui_names outlets --spellings)'
complete -c multisocket-gui -n '__multisocket_gui_at \'link\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'link\'' -a add -d 'make a link for an action, like, toggle Desk/Lamp'
complete -c multisocket-gui -n '__multisocket_gui_at \'link\'' -a list -d 'every link and what it does'
complete -c multisocket-gui -n '__multisocket_gui_at \'link\'' -a remove -d 'forget a link, its address does nothing any more'
complete -c multisocket-gui -n '__multisocket_gui_at \'link add\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'link add\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'link list\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'link list\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'link remove\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'link remove\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'link remove\'' -a '(__multisocket_gui_names links)'
complete -c multisocket-gui -n '__multisocket_gui_at \'open\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'open\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'open\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'open\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-in\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-in\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-in\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-in\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-out\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'sign-out\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'refresh\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'refresh\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'refresh\'' -l wait -d 'wait for the outcome (the default)'
complete -c multisocket-gui -n '__multisocket_gui_at \'refresh\'' -l no-wait -d 'do not wait; exit code 3 once it is under way'
complete -c multisocket-gui -n '__multisocket_gui_at \'show\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'show\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'show\'' -l connect -d 'open the steps that connect your home'
complete -c multisocket-gui -n '__multisocket_gui_at \'palette\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'palette\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'panel\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'panel\'' -l json -d 'for programs'
complete -c multisocket-gui -n '__multisocket_gui_at \'quit\'' -s h -l help -d 'show this help message and exit'
complete -c multisocket-gui -n '__multisocket_gui_at \'quit\'' -l json -d 'for programs'
