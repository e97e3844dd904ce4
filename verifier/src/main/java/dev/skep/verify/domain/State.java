package dev.skep.verify.domain;

/// Everything that is known at one point of one path. Changed while the path is walked; a
/// checkpoint is a copy that stays.
public final class State {
    /// How deep calls may nest.
    public static final int MOST_FRAMES = 8;

    private final Frame[] frames = new Frame[MOST_FRAMES];
    private int depth = -1;
    private Holdings holdings = Holdings.NONE;
    private History history = new History();
    private State parent;
    private State equal;
    private int branches = 1;
    private int slot;
    private int first;
    private int last = -1;
    private int mayGotos;
    private int callbackUnrolls;
    private int pathDepth;
    private boolean sleepable;
    private boolean speculative;

    /// A copy that changes on its own; it counts as one open branch.
    public State copy() {
        State copy = new State();
        for (int i = 0; i <= depth; i++) {
            copy.frames[i] = frames[i].copy();
        }
        copy.depth = depth;
        copy.holdings = holdings;
        copy.history = history.copy();
        copy.parent = parent;
        copy.slot = slot;
        copy.first = first;
        copy.last = last;
        copy.mayGotos = mayGotos;
        copy.callbackUnrolls = callbackUnrolls;
        copy.pathDepth = pathDepth;
        copy.sleepable = sleepable;
        copy.speculative = speculative;
        return copy;
    }

    /// The number of the current frame.
    public int depth() {
        return depth;
    }

    /// The current frame.
    public Frame frame() {
        return frames[depth];
    }

    /// A frame on the chain of calls.
    public Frame frame(int number) {
        return frames[number];
    }

    /// Enters a function.
    public void push(Frame frame) {
        frames[++depth] = frame;
    }

    /// Leaves the current function.
    public Frame pop() {
        Frame gone = frames[depth];
        frames[depth--] = null;
        return gone;
    }

    /// A register of the current frame.
    public Register get(int register) {
        return frames[depth].get(register);
    }

    /// Changes a register of the current frame.
    public void set(int register, Register value) {
        frames[depth].set(register, value);
    }

    /// What the path holds.
    public Holdings holdings() {
        return holdings;
    }

    /// Changes that.
    public void setHoldings(Holdings holdings) {
        this.holdings = holdings;
    }

    /// How the path came here since its last checkpoint.
    public History history() {
        return history;
    }

    /// The checkpoint that the path passed last, or `null`.
    public State parent() {
        return parent;
    }

    /// Changes that.
    public void setParent(State parent) {
        this.parent = parent;
    }

    /// The checkpoint that this state was found to be equal to, where that has to be remembered.
    public State equal() {
        return equal;
    }

    /// Changes that.
    public void setEqual(State equal) {
        this.equal = equal;
    }

    /// How many paths through this checkpoint are not finished yet.
    public int branches() {
        return branches;
    }

    /// Changes that.
    public void setBranches(int branches) {
        this.branches = branches;
    }

    /// The instruction that comes next.
    public int slot() {
        return slot;
    }

    /// Changes that.
    public void setSlot(int slot) {
        this.slot = slot;
    }

    /// The first instruction after the last checkpoint.
    public int first() {
        return first;
    }

    /// Changes that.
    public void setFirst(int first) {
        this.first = first;
    }

    /// The instruction that was walked last, -1 at the start.
    public int last() {
        return last;
    }

    /// Changes that.
    public void setLast(int last) {
        this.last = last;
    }

    /// The instruction at which frame `number` stands: the next one of the current frame, the call
    /// of the others.
    public int slotOf(int number) {
        return number == depth ? slot : frames[number + 1].callSite();
    }

    /// How many `may_goto` were passed.
    public int mayGotos() {
        return mayGotos;
    }

    /// Changes that.
    public void setMayGotos(int mayGotos) {
        this.mayGotos = mayGotos;
    }

    /// How often callbacks were entered.
    public int callbackUnrolls() {
        return callbackUnrolls;
    }

    /// Changes that.
    public void setCallbackUnrolls(int callbackUnrolls) {
        this.callbackUnrolls = callbackUnrolls;
    }

    /// How many checkpoints the path passed.
    public int pathDepth() {
        return pathDepth;
    }

    /// Changes that.
    public void setPathDepth(int pathDepth) {
        this.pathDepth = pathDepth;
    }

    /// Whether the program may sleep here.
    public boolean sleepable() {
        return sleepable;
    }

    /// Changes that.
    public void setSleepable(boolean sleepable) {
        this.sleepable = sleepable;
    }

    /// Whether the path is one that only speculative execution takes.
    public boolean speculative() {
        return speculative;
    }

    /// Changes that.
    public void setSpeculative(boolean speculative) {
        this.speculative = speculative;
    }
}
