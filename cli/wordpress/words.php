<?php
/** All that the plugin says, in English and Spanish. Titles, reasons and advice of findings are the policy's own words. */
namespace Hallpass;

function catalogue(): array
{
    return [
        'en' => [
            'not_published' => 'Not published.',
            'pass' => 'Nothing was found.',
            'review' => 'Look again before you publish this.',
            'review_next' => 'If you have thought of it already, publish it: this one is yours to decide.',
            'hold' => 'Better not publish this as it is.',
            'hold_yes' => 'Change it, or publish it all the same if you are sure.',
            'hold_reason' => 'Change it, or go on with a reason that you could show.',
            'hold_no' => 'Change it; this one is not for one person to decide.',
            'trouble' => 'This could not be checked.',
            'missing' => 'The hallpass program was not found on the server, or it did not start. Ask whoever looks after the site.',
            'late' => 'The check took too long and was given up. Try again, or publish it in parts.',
            'large' => 'It is too long to check at once (over 1 MiB). Publish it in parts.',
            'text' => 'It holds bytes that are no text. Remove them and try again.',
            'policy' => 'The policy or a class list on the server cannot be used, so nothing is checked. Ask whoever looks after the site.',
            'unchecked' => 'The check did not come to its end. Shorten the post, or publish it in parts.',
            'other' => 'The check broke off. Try again; if it stays so, ask whoever looks after the site.',
            'level_hold' => 'Hold',
            'level_review' => 'Look again',
            'level_note' => 'Note',
            'edit' => 'Go back and edit',
            'anyway' => 'Publish it anyway',
            'with_reason' => 'Publish it with this reason',
            'reason' => 'Your reason, for yourself: it is not stored',
            'reason_missing' => 'Write a reason first.',
            'unreachable' => 'The server did not answer. Your text is still here; try again.',
            'kept_draft' => 'Not published: your text was kept as a draft.',
            'kept_public' => 'Not updated: readers still see the former text. Yours was kept as an autosave.',
        ],
        'es' => [
            'not_published' => 'No se ha publicado.',
            'pass' => 'No se ha encontrado nada.',
            'review' => 'Mírelo otra vez antes de publicarlo.',
            'review_next' => 'Si ya lo ha pensado, publíquelo: esto lo decide usted.',
            'hold' => 'Mejor no publicarlo tal como está.',
            'hold_yes' => 'Cámbielo, o publíquelo de todos modos si está seguro.',
            'hold_reason' => 'Cámbielo, o siga con un motivo que pueda mostrar.',
            'hold_no' => 'Cámbielo; esto no lo decide una sola persona.',
            'trouble' => 'No se ha podido revisar.',
            'missing' => 'No se ha encontrado el programa hallpass en el servidor, o no ha arrancado. Avise a quien cuida del sitio.',
            'late' => 'La revisión tardaba demasiado y se ha dejado. Pruebe otra vez o publíquelo por partes.',
            'large' => 'Es demasiado largo para revisarlo de una vez (más de 1 MiB). Publíquelo por partes.',
            'text' => 'Contiene bytes que no son texto. Quítelos y pruebe otra vez.',
            'policy' => 'La política o una lista de clase del servidor no se puede usar, así que no se revisa nada. Avise a quien cuida del sitio.',
            'unchecked' => 'La revisión no ha llegado al final. Acorte la entrada o publíquela por partes.',
            'other' => 'La revisión se ha interrumpido. Pruebe otra vez; si sigue igual, avise a quien cuida del sitio.',
            'level_hold' => 'Alto',
            'level_review' => 'Mírelo otra vez',
            'level_note' => 'Nota',
            'edit' => 'Volver y cambiarlo',
            'anyway' => 'Publicarlo de todos modos',
            'with_reason' => 'Publicarlo con este motivo',
            'reason' => 'Su motivo, para usted: no se guarda',
            'reason_missing' => 'Escriba antes un motivo.',
            'unreachable' => 'El servidor no ha respondido. Su texto sigue aquí; pruebe otra vez.',
            'kept_draft' => 'No se ha publicado: su texto se ha guardado como borrador.',
            'kept_public' => 'No se ha actualizado: los lectores siguen viendo el texto anterior. El suyo se ha guardado automáticamente.',
        ],
    ];
}

function language(): string
{
    $language = substr(get_user_locale(), 0, 2);
    return isset(catalogue()[$language]) ? $language : 'en';
}

function say(string $key): string
{
    return catalogue()[language()][$key] ?? catalogue()['en'][$key] ?? $key;
}
