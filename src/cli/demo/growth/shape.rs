//! How large topics are: most small, few large, one in a hundred thousand with thousands of replies.

use super::chance::Chance;

/// Posts to a topic in all, the opening post included.
pub const POSTS_TO_A_TOPIC: u64 = 10;
/// One topic in so many is the one that everybody knows.
const GIANT_EVERY: u64 = 100_000;
/// It is this one, so that a hundred thousand have one and a thousand have none.
const GIANT_AT: u64 = 61_803;
const GIANT: usize = 5_000;

const SIZES: u64 = 1;

/// How many posts each of the topics `from..until` has: as in life, and together `posts` of them.
pub fn sizes(from: u64, until: u64, posts: u64) -> Vec<u32> {
    let mut sizes: Vec<u32> = (from..until).map(|number| size(number) as u32).collect();
    let mut sum: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    let wanted = posts.max(until - from);
    while sum != wanted {
        for size in &mut sizes {
            // The unanswered stay so, and nobody misses one reply of several.
            if sum < wanted && *size > 1 {
                *size += 1;
                sum += 1;
            } else if sum > wanted && *size > 1 {
                *size -= 1;
                sum -= 1;
            }
        }
        if sum < wanted && sizes.iter().all(|&size| size == 1) {
            sizes[0] += 1;
            sum += 1;
        }
    }
    sizes
}

fn size(number: u64) -> usize {
    if number % GIANT_EVERY == GIANT_AT {
        return GIANT;
    }
    let mut chance = Chance::of(SIZES, number, 0);
    match chance.below(10_000) {
        0..700 => 1,
        700..8_000 => chance.between(3, 9) as usize,
        8_000..9_380 => chance.between(10, 19) as usize,
        9_380..9_880 => chance.between(20, 60) as usize,
        9_880..9_985 => chance.between(61, 140) as usize,
        _ => chance.between(150, 600) as usize,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_posts_in_a_hundred_thousand_topics() {
        let sizes = sizes(0, 100_000, 1_000_000);
        assert_eq!(sizes.iter().map(|&size| u64::from(size)).sum::<u64>(), 1_000_000);
        let share = |low: u32, high: u32| sizes.iter().filter(|&&size| (low..=high).contains(&size)).count();
        assert!((60_000..85_000).contains(&share(3, 9)), "{} usual ones", share(3, 9));
        assert!((5_000..9_000).contains(&share(1, 1)), "{} unanswered ones", share(1, 1));
        assert!((100..300).contains(&share(145, 700)), "{} large ones", share(145, 700));
        assert_eq!(share(4_900, 5_100), 1);
    }

    #[test]
    fn as_many_posts_as_asked_for_and_never_an_empty_topic() {
        for (from, until, posts) in [(0, 3, 3), (0, 3, 40), (7, 12, 20), (5, 6, 1), (0, 200, 2_000)] {
            let sizes = sizes(from, until, posts);
            assert_eq!(sizes.len() as u64, until - from);
            assert_eq!(sizes.iter().map(|&size| u64::from(size)).sum::<u64>(), posts);
            assert!(sizes.iter().all(|&size| size > 0));
        }
    }
}
