package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// userView is a user as the page and the control endpoint show them.
type userView struct {
	PoolID     string               `json:"poolId"`
	Username   string               `json:"username"`
	Sub        string               `json:"sub"`
	Status     types.UserStatusType `json:"status"`
	Enabled    bool                 `json:"enabled"`
	Attributes map[string]string    `json:"attributes"`
	CreatedAt  time.Time            `json:"createdAt"`
	ModifiedAt time.Time            `json:"modifiedAt"`
}

func userViewOf(u cognitofake.User) userView {
	return userView{
		PoolID: u.PoolID, Username: u.Username, Sub: u.Sub, Status: u.Status, Enabled: u.Enabled,
		Attributes: u.Attributes, CreatedAt: u.CreatedAt, ModifiedAt: u.ModifiedAt,
	}
}

// users are those of all pools, or of one; username is any name of theirs.
func (s *server) users(req *http.Request) (any, error) {
	form := req.URL.Query()
	pools, err := s.poolsNamed(form.Get("poolId"))
	if err != nil {
		return nil, err
	}
	users := []userView{}
	for _, p := range pools {
		if name := form.Get("username"); name != "" {
			if u, ok := p.User(name); ok {
				users = append(users, userViewOf(u))
			}
			continue
		}
		for _, u := range p.Users() {
			users = append(users, userViewOf(u))
		}
	}
	return users, nil
}

// poolsNamed is the pool with an id, or all pools without one.
func (s *server) poolsNamed(id string) ([]*cognitofake.Pool, error) {
	pools := s.fake.Pools()
	if id == "" {
		return pools, nil
	}
	at := slices.IndexFunc(pools, func(p *cognitofake.Pool) bool { return p.ID == id })
	if at < 0 {
		return nil, badf("poolId is %q, and there is no such pool", id)
	}
	return pools[at : at+1], nil
}

// newUser is a user as [cognitofake.NewUser] has them, and their pool, which
// goes without saying where there is one alone.
type newUser struct {
	PoolID     string               `json:"poolId"`
	Username   string               `json:"username"`
	Sub        string               `json:"sub"`
	Status     types.UserStatusType `json:"status"`
	Disabled   bool                 `json:"disabled"`
	Password   string               `json:"password"`
	Attributes map[string]string    `json:"attributes"`
}

func (s *server) addUser(req *http.Request) (any, error) {
	var in newUser
	if err := readJSON(req, &in); err != nil {
		return nil, err
	}
	u, err := s.add(in)
	if err != nil {
		return nil, badf("%v", err)
	}
	return userViewOf(u), nil
}

// add puts a user into their pool. What the Fake panics with is an error here:
// it is what somebody has sent.
func (s *server) add(n newUser) (u cognitofake.User, err error) {
	pools, err := s.poolsNamed(n.PoolID)
	switch {
	case err != nil:
		return u, err
	case len(pools) == 0:
		return u, fmt.Errorf("there is no pool to put a user into")
	case len(pools) > 1:
		return u, fmt.Errorf("poolId is missing: there are %d pools", len(pools))
	}
	defer func() {
		if cause := recover(); cause != nil {
			sentence, ours := strings.CutPrefix(fmt.Sprint(cause), fmt.Sprintf("cognitofake: AddUser(%q): ", n.Username))
			if !ours {
				panic(cause)
			}
			err = fmt.Errorf("%s", sentence)
		}
	}()
	return pools[0].AddUser(cognitofake.NewUser{
		Username: n.Username, Sub: n.Sub, Status: n.Status, Disabled: n.Disabled, Password: n.Password, Attributes: n.Attributes,
	}), nil
}

// seed is a user of a -user file.
type seed struct {
	newUser
	file  string
	which int // of the file's users, from 1
}

// readUsers reads a -user file: one user, or an array of them.
func readUsers(name string) ([]seed, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fileError("-user", name, err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var users []newUser
	into := any(&users)
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		users = make([]newUser, 1)
		into = &users[0]
	}
	if err := decodeJSON(text, into); err != nil {
		return nil, usagef("-user %s: %v", name, err)
	}
	seeds := make([]seed, len(users))
	for i, u := range users {
		seeds[i] = seed{u, name, i + 1}
	}
	return seeds, nil
}

// seed puts the users of the -user files into their pools.
func (s *server) seed() error {
	for _, u := range s.seeds {
		if _, err := s.add(u.newUser); err != nil {
			return usagef("-user %s: user %d, %q: %v", u.file, u.which, u.Username, err)
		}
	}
	return nil
}
