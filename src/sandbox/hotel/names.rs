//! Names of make-believe guests, from many scripts. Any likeness is chance.

/// Given names and family names of one part of the world; `family_first` where that is the custom.
struct Region {
    given: &'static [&'static str],
    family: &'static [&'static str],
    family_first: bool,
}

const REGIONS: [Region; 14] = [
    Region {
        given: &["Emma", "Oliver", "Isla", "Noah", "Freya", "Harry", "Ivy", "Leo", "Grace", "Finn"],
        family: &["Bennett", "Hughes", "Marsh", "O’Connell", "Fletcher", "MacLeod", "Whitfield", "Sinclair", "Barlow"],
        family_first: false,
    },
    Region {
        given: &["Inês", "João", "Beatriz", "Tomás", "Leonor", "Gonçalo", "Conceição", "Simão"],
        family: &["Araújo", "Magalhães", "Guimarães", "Falcão", "Brandão", "Lourenço", "da Conceição"],
        family_first: false,
    },
    Region {
        given: &["Sofía", "Álvaro", "Begoña", "Íñigo", "Nuria", "Joaquín", "Ángela"],
        family: &["Núñez", "Ibáñez", "Muñoz Peña", "Domínguez", "Echeverría", "Zúñiga"],
        family_first: false,
    },
    Region {
        given: &["Zoé", "Étienne", "Maëlle", "François", "Anaïs", "Benoît", "Chloé"],
        family: &["Lefèvre", "Garçon", "d’Aubigné", "Béranger", "Château", "Le Goff"],
        family_first: false,
    },
    Region {
        given: &["Jürgen", "Annelie", "Götz", "Käthe", "Björn", "Åsa", "Søren", "Þóra", "Øyvind"],
        family: &["Müller-Groß", "Schäfer", "Lindström", "Ødegård", "Jónsdóttir", "Weiß", "Åkesson", "Kjær"],
        family_first: false,
    },
    Region {
        given: &["Łukasz", "Agnieszka", "Ondřej", "Žofie", "Mária", "Šimon", "Gergő", "Ștefan"],
        family: &["Wójcik", "Dvořák", "Kováčová", "Szőke", "Ionescu", "Břeský", "Żółty", "Čapek"],
        family_first: false,
    },
    Region {
        given: &["Анна", "Дмитро", "Олена", "Сергей", "Вера", "Мирослав", "Їжак", "Ксенија"],
        family: &["Шевченко", "Коваль", "Орлова", "Петренко", "Соколов", "Ђорђевић", "Гончар"],
        family_first: false,
    },
    Region {
        given: &["Ελένη", "Νίκος", "Κατερίνα", "Γιώργος", "Ιωάννα"],
        family: &["Παπαδοπούλου", "Οικονόμου", "Δημητρίου", "Καραγιάννης"],
        family_first: false,
    },
    Region {
        given: &["ليلى", "عمر", "فاطمة", "يوسف", "مريم", "خالد"],
        family: &["الحداد", "منصور", "النجار", "سليمان", "بن سعيد"],
        family_first: false,
    },
    Region {
        given: &["נועה", "איתי", "תמר", "אורי", "שירה"],
        family: &["לוי", "כהן", "מזרחי", "פרידמן"],
        family_first: false,
    },
    Region {
        given: &["आरव", "अनन्या", "विवान", "दीया", "ஆதித்யா", "மீனா", "সৌরভ", "রিয়া"],
        family: &["शर्मा", "पटेल", "வெங்கடேசன்", "চট্টোপাধ্যায়", "मेहता"],
        family_first: false,
    },
    Region {
        given: &["伟", "芳", "秀英", "子轩", "雨桐", "志明"],
        family: &["王", "李", "欧阳", "陳", "林", "趙"],
        family_first: true,
    },
    Region {
        given: &["さくら", "翔太", "美咲", "大輝", "陽子", "ケンジ"],
        family: &["佐藤", "鈴木", "渡邊", "齋藤", "髙橋", "小野寺"],
        family_first: true,
    },
    Region {
        given: &["서연", "민준", "지우", "Thị Hương", "Văn Đức", "สมชาย", "นภา"],
        family: &["김", "이", "박", "Nguyễn", "Trần", "แสงจันทร์"],
        family_first: true,
    },
];

/// The full name of guest number `nth`: neighbours come from different regions.
pub(super) fn full_name(nth: usize) -> String {
    let region = &REGIONS[nth % REGIONS.len()];
    let round = nth / REGIONS.len();
    let given = region.given[round % region.given.len()];
    let family = region.family[(round + round / region.given.len()) % region.family.len()];
    if region.family_first { format!("{family} {given}") } else { format!("{given} {family}") }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::full_name;

    #[test]
    fn the_first_guests_all_have_names_of_their_own() {
        let names: HashSet<String> = (0..260).map(full_name).collect();
        assert!(names.len() > 240, "{}", names.len());
    }
}
