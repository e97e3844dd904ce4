package dev.skep.lab.generate;

/// How functions start.
final class Openings {
    private Openings() {}

    /// Puts the context where calls leave it alone.
    static void keepContext(Scene scene) {
        Dice dice = scene.dice();
        int context = scene.account().find(dice, v -> v instanceof Value.Context);
        if (context < 0) {
            return;
        }
        if (dice.percent(85)) {
            scene.copy(dice.percent(70) ? 6 : dice.between(7, 9), context);
        } else {
            scene.spill(context, scene.scratch(8));
        }
    }
}
